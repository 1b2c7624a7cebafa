-- Dialogs whose rows are as this daemon left them: they become what it knows now, but for what was learned once and is not told
-- any more. What merge_dialog.sql would leave as it is, or put together, is left to it. Those that end are not up any more.
WITH changed AS (
UPDATE sessionwatch.dialog d
   SET caller_tag = s.caller_tag,
       callee_tag = s.callee_tag,
       caller = s.caller,
       callee = s.callee,
       caller_user_agent = coalesce(s.caller_user_agent, d.caller_user_agent),
       callee_user_agent = coalesce(s.callee_user_agent, d.callee_user_agent),
       caller_supports_timer = coalesce(s.caller_supports_timer, d.caller_supports_timer),
       callee_supports_timer = coalesce(s.callee_supports_timer, d.callee_supports_timer),
       caller_allows_update = coalesce(s.caller_allows_update, d.caller_allows_update),
       callee_allows_update = coalesce(s.callee_allows_update, d.callee_allows_update),
       ended_at = s.ended_at,
       end_cause = s.end_cause,
       end_certain = s.end_certain,
       end_reason = coalesce(s.end_reason, d.end_reason),
       forgotten = s.forgotten,
       timer_state = s.timer_state,
       interval_s = s.interval_s,
       refresher = s.refresher,
       min_se_s = s.min_se_s,
       refreshed_at = s.refreshed_at,
       channel = coalesce(s.channel, d.channel),
       uniqueid = coalesce(s.uniqueid, d.uniqueid),
       linkedid = coalesce(s.linkedid, d.linkedid),
       hangup_cause = coalesce(s.hangup_cause, d.hangup_cause),
       hangup_cause_text = coalesce(s.hangup_cause_text, d.hangup_cause_text),
       hangup_tech_cause = coalesce(s.hangup_tech_cause, d.hangup_tech_cause),
       revision = s.revision
  FROM pg_temp.stage_change s
 WHERE d.dialog_id = s.dialog_id
   AND d.heard_on = s.heard_on
   AND d.revision = s.known_revision
   AND d.first_heard_at = s.first_heard_at
   AND d.established_at IS NOT DISTINCT FROM s.established_at
   AND (d.refreshed_at <= s.refreshed_at OR d.refreshed_at IS NULL)
   AND (d.ended_at IS NULL OR (d.ended_at, d.end_cause, d.end_certain) = (s.ended_at, s.end_cause, s.end_certain))
RETURNING d.dialog_id, d.ended_at IS NOT NULL OR d.forgotten AS over
), released AS (
DELETE FROM sessionwatch.dialog_key k
 USING changed c
 WHERE k.dialog_id = c.dialog_id
   AND c.over
)
SELECT count(*) FROM changed
