-- Dialogs of which only the last refresh is new, where the row is as its writer knows it. What upsert_dialog.sql would
-- make of the others is left to it: copies of one 2xx that several daemons heard within a second, what another daemon has changed,
-- and rows that another was the first to write, on another day.
-- What somebody else writes just now is left to it as well: to wait here, with rows in hand that others wait for, would be a deadlock.
UPDATE sessionwatch.dialog d
   SET refreshed_at = f.refreshed_at
  FROM (SELECT o.dialog_id, o.heard_on, s.refreshed_at
          FROM pg_temp.stage_touch s
          JOIN sessionwatch.dialog o ON o.dialog_id = s.dialog_id AND o.heard_on = s.heard_on
         WHERE o.ended_at IS NULL
           AND NOT o.forgotten
           AND o.refreshed_at < s.refreshed_at - interval '1 s'
           AND o.timer_state = s.timer_state
           AND o.interval_s IS NOT DISTINCT FROM s.interval_s
           AND o.refresher IS NOT DISTINCT FROM s.refresher
           AND o.min_se_s = s.min_se_s
           FOR NO KEY UPDATE OF o SKIP LOCKED) f
 WHERE d.dialog_id = f.dialog_id
   AND d.heard_on = f.heard_on
