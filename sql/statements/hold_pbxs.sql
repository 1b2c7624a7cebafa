-- The PBXs of a batch. Their rows stay until it is written.
SELECT name, pbx_id
  FROM sessionwatch.pbx
 WHERE name = ANY (CAST(:names AS text[]))
 ORDER BY pbx_id
   FOR KEY SHARE
