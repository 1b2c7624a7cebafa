-- FEED_GAPs of whole PBXs that were open when an earlier run stopped without a word.
SELECT a.*, p.name AS pbx
  FROM sessionwatch.alert a
  JOIN sessionwatch.pbx p USING (pbx_id)
 WHERE a.cleared_at IS NULL
   AND a.dialog_id IS NULL
   AND a.kind = 'FEED_GAP'
   AND a.raised_at < :begun
 ORDER BY a.raised_at, a.alert_id
