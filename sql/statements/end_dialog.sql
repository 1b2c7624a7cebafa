-- Calls that end, whose rows are as this daemon left them while they were up. All else of the row is told in it. They are not up
-- any more. What merge_dialog.sql would put together otherwise is left to it. That the row tells of no end yet is in its revision: to
-- ask it here would make the planner think that few rows are left, and read them all for each call.
WITH ended AS (
UPDATE sessionwatch.dialog d
   SET ended_at = s.ended_at,
       end_cause = s.end_cause,
       end_certain = s.end_certain,
       end_reason = s.end_reason,
       refreshed_at = s.refreshed_at,
       hangup_cause = s.hangup_cause,
       hangup_cause_text = s.hangup_cause_text,
       hangup_tech_cause = s.hangup_tech_cause,
       revision = s.revision
  FROM pg_temp.stage_end s
 WHERE d.dialog_id = s.dialog_id
   AND d.heard_on = s.heard_on
   AND d.revision = s.known_revision
   AND (d.refreshed_at <= s.refreshed_at OR d.refreshed_at IS NULL)
RETURNING d.dialog_id
), released AS (
DELETE FROM sessionwatch.dialog_key k
 USING ended e
 WHERE k.dialog_id = e.dialog_id
)
SELECT count(*) FROM ended
