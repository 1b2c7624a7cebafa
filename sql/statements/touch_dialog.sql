-- Dialogs of which only the last refresh is new, where the row is as its writer knows it. What upsert_dialog.sql would
-- make of the others is left to it: copies of one 2xx that several daemons heard within a second, what another daemon has changed,
-- and rows that another was the first to write, on another day.
UPDATE sessionwatch.dialog d
   SET refreshed_at = s.refreshed_at
  FROM pg_temp.stage_touch s
 WHERE d.dialog_id = s.dialog_id
   AND d.heard_on = s.heard_on
   AND d.ended_at IS NULL
   AND NOT d.forgotten
   AND d.refreshed_at < s.refreshed_at - interval '1 s'
   AND d.timer_state = s.timer_state
   AND d.interval_s IS NOT DISTINCT FROM s.interval_s
   AND d.refresher IS NOT DISTINCT FROM s.refresher
   AND d.min_se_s = s.min_se_s
RETURNING d.dialog_id
