-- The newest state of a dialog. An end is taken back only by who knows that the call goes on, and what was learned once (its start,
-- channel, user agents, hangup) is not lost to a writer that does not know it.
INSERT INTO sessionwatch.dialog AS d
  (heard_on, dialog_id, pbx_id, call_id, caller_tag, callee_tag, caller, callee,
   caller_user_agent, callee_user_agent, caller_supports_timer, callee_supports_timer,
   caller_allows_update, callee_allows_update, first_heard_at, established_at, ended_at, end_cause,
   end_certain, end_reason, forgotten, timer_state, interval_s, refresher, min_se_s, refreshed_at,
   channel, uniqueid, linkedid, hangup_cause, hangup_cause_text, hangup_tech_cause)
SELECT (SELECT k.heard_on FROM sessionwatch.dialog_key k WHERE k.dialog_id = s.dialog_id),
       dialog_id, (SELECT p.pbx_id FROM sessionwatch.pbx p WHERE p.name = s.pbx), call_id, caller_tag, callee_tag,
       caller, callee, caller_user_agent, callee_user_agent, caller_supports_timer, callee_supports_timer,
       caller_allows_update, callee_allows_update, first_heard_at, established_at, ended_at, end_cause,
       end_certain, end_reason, forgotten, timer_state, interval_s, refresher, min_se_s, refreshed_at,
       channel, uniqueid, linkedid, hangup_cause, hangup_cause_text, hangup_tech_cause
  FROM pg_temp.stage_dialog s
 ORDER BY dialog_id
ON CONFLICT (dialog_id, heard_on) DO UPDATE SET
  caller_tag = excluded.caller_tag,
  callee_tag = excluded.callee_tag,
  caller = excluded.caller,
  callee = excluded.callee,
  caller_user_agent = coalesce(excluded.caller_user_agent, d.caller_user_agent),
  callee_user_agent = coalesce(excluded.callee_user_agent, d.callee_user_agent),
  caller_supports_timer = coalesce(excluded.caller_supports_timer, d.caller_supports_timer),
  callee_supports_timer = coalesce(excluded.callee_supports_timer, d.callee_supports_timer),
  caller_allows_update = coalesce(excluded.caller_allows_update, d.caller_allows_update),
  callee_allows_update = coalesce(excluded.callee_allows_update, d.callee_allows_update),
  first_heard_at = least(excluded.first_heard_at, d.first_heard_at),
  established_at = coalesce(excluded.established_at, d.established_at),
  ended_at = excluded.ended_at,
  end_cause = excluded.end_cause,
  end_certain = excluded.end_certain,
  end_reason = coalesce(excluded.end_reason, d.end_reason),
  forgotten = excluded.forgotten,
  timer_state = excluded.timer_state,
  interval_s = excluded.interval_s,
  refresher = excluded.refresher,
  min_se_s = excluded.min_se_s,
  refreshed_at = excluded.refreshed_at,
  channel = coalesce(excluded.channel, d.channel),
  uniqueid = coalesce(excluded.uniqueid, d.uniqueid),
  linkedid = coalesce(excluded.linkedid, d.linkedid),
  hangup_cause = coalesce(excluded.hangup_cause, d.hangup_cause),
  hangup_cause_text = coalesce(excluded.hangup_cause_text, d.hangup_cause_text),
  hangup_tech_cause = coalesce(excluded.hangup_tech_cause, d.hangup_tech_cause)
WHERE d.ended_at IS NULL OR excluded.ended_at IS NOT NULL
   OR (SELECT s.reopened FROM pg_temp.stage_dialog s WHERE s.dialog_id = excluded.dialog_id)
