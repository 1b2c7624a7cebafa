-- Dialogs that nobody has written yet.
INSERT INTO sessionwatch.dialog
  (dialog_id, heard_on, pbx_id, call_id, caller_tag, callee_tag, caller, callee, caller_user_agent, callee_user_agent,
   caller_supports_timer, callee_supports_timer, caller_allows_update, callee_allows_update, first_heard_at,
   established_at, ended_at, end_cause, end_certain, end_reason, forgotten, timer_state, interval_s, refresher, min_se_s,
   refreshed_at, channel, uniqueid, linkedid, hangup_cause, hangup_cause_text, hangup_tech_cause, revision)
SELECT dialog_id, heard_on, pbx_id, call_id, caller_tag, callee_tag, caller, callee, caller_user_agent, callee_user_agent,
       caller_supports_timer, callee_supports_timer, caller_allows_update, callee_allows_update, first_heard_at,
       established_at, ended_at, end_cause, end_certain, end_reason, forgotten, timer_state, interval_s, refresher, min_se_s,
       refreshed_at, channel, uniqueid, linkedid, hangup_cause, hangup_cause_text, hangup_tech_cause, revision
  FROM pg_temp.stage_dialog
 ORDER BY dialog_id
ON CONFLICT (dialog_id, heard_on) DO NOTHING
RETURNING dialog_id
