SELECT heard_by, address, capture_id, node_name, silent, first_heard_at, last_heard_at,
       extract(epoch FROM longest_pause) * 1000 AS longest_pause_ms
  FROM sessionwatch.feed
 WHERE heard_by = :heardBy
   AND last_heard_at > now() - interval '7 days'
 ORDER BY last_heard_at DESC
 LIMIT 1024
