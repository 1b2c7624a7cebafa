-- The newest state of a dialog. Several daemons may write the same one, in any order: the earliest start stands, an end stands unless
-- who told it knows that the call goes on, the latest 2xx says what the timer is, and what was learned once (channel, user
-- agents, hangup) is not lost to a writer that does not know it.
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
  first_heard_at = least(excluded.first_heard_at, d.first_heard_at),
  established_at = least(excluded.established_at, d.established_at),
  pbx_id = CASE WHEN excluded.first_heard_at < d.first_heard_at THEN excluded.pbx_id ELSE d.pbx_id END,
  hangup_cause = coalesce(excluded.hangup_cause, d.hangup_cause),
  hangup_cause_text = coalesce(excluded.hangup_cause_text, d.hangup_cause_text),
  hangup_tech_cause = coalesce(excluded.hangup_tech_cause, d.hangup_tech_cause),
  -- A daemon that heard the call from its middle has forgotten it, while another goes on hearing it.
  forgotten = excluded.forgotten AND (d.forgotten OR coalesce(excluded.refreshed_at >= d.refreshed_at, true)),
  (caller_tag, callee_tag, caller, callee,
   caller_user_agent, callee_user_agent, caller_supports_timer, callee_supports_timer,
   caller_allows_update, callee_allows_update, channel, uniqueid, linkedid,
   timer_state, interval_s, min_se_s, refreshed_at, refresher,
   ended_at, end_cause, end_certain, end_reason) = (
    SELECT
           CASE WHEN w.better THEN excluded.caller_tag ELSE d.caller_tag END,
           CASE WHEN w.better THEN excluded.callee_tag ELSE d.callee_tag END,
           CASE WHEN w.better THEN excluded.caller ELSE d.caller END,
           CASE WHEN w.better THEN excluded.callee ELSE d.callee END,
           CASE WHEN w.better THEN coalesce(excluded.caller_user_agent, d.caller_user_agent) ELSE coalesce(d.caller_user_agent, excluded.caller_user_agent) END,
           CASE WHEN w.better THEN coalesce(excluded.callee_user_agent, d.callee_user_agent) ELSE coalesce(d.callee_user_agent, excluded.callee_user_agent) END,
           CASE WHEN w.better THEN coalesce(excluded.caller_supports_timer, d.caller_supports_timer) ELSE coalesce(d.caller_supports_timer, excluded.caller_supports_timer) END,
           CASE WHEN w.better THEN coalesce(excluded.callee_supports_timer, d.callee_supports_timer) ELSE coalesce(d.callee_supports_timer, excluded.callee_supports_timer) END,
           CASE WHEN w.better THEN coalesce(excluded.caller_allows_update, d.caller_allows_update) ELSE coalesce(d.caller_allows_update, excluded.caller_allows_update) END,
           CASE WHEN w.better THEN coalesce(excluded.callee_allows_update, d.callee_allows_update) ELSE coalesce(d.callee_allows_update, excluded.callee_allows_update) END,
           CASE WHEN w.better THEN coalesce(excluded.channel, d.channel) ELSE coalesce(d.channel, excluded.channel) END,
           CASE WHEN w.better THEN coalesce(excluded.uniqueid, d.uniqueid) ELSE coalesce(d.uniqueid, excluded.uniqueid) END,
           CASE WHEN w.better THEN coalesce(excluded.linkedid, d.linkedid) ELSE coalesce(d.linkedid, excluded.linkedid) END,
           CASE WHEN w.newer THEN excluded.timer_state ELSE d.timer_state END,
           CASE WHEN w.newer THEN excluded.interval_s ELSE d.interval_s END,
           CASE WHEN w.newer THEN excluded.min_se_s ELSE d.min_se_s END,
           CASE WHEN w.newer THEN excluded.refreshed_at ELSE d.refreshed_at END,
           -- Who heard only the middle may take the callee for the caller.
           CASE
             WHEN CASE WHEN w.newer THEN excluded.caller_tag ELSE d.caller_tag END
                = CASE WHEN w.better THEN excluded.caller_tag ELSE d.caller_tag END
             THEN CASE WHEN w.newer THEN excluded.refresher ELSE d.refresher END
             ELSE CASE CASE WHEN w.newer THEN excluded.refresher ELSE d.refresher END
                    WHEN 'caller' THEN 'callee'
                    WHEN 'callee' THEN 'caller'
                  END
           END,
           CASE WHEN w.ends THEN excluded.ended_at ELSE d.ended_at END,
           CASE WHEN w.ends THEN excluded.end_cause ELSE d.end_cause END,
           CASE WHEN w.ends THEN excluded.end_certain ELSE d.end_certain END,
           CASE WHEN w.ends THEN coalesce(excluded.end_reason, d.end_reason) ELSE coalesce(d.end_reason, excluded.end_reason) END
      FROM (
        SELECT -- The better witness of who called whom: who heard the call begin, and of these who heard it first.
               CASE
                 WHEN (excluded.established_at IS NULL) = (d.established_at IS NULL)
                 THEN excluded.first_heard_at <= d.first_heard_at
                 ELSE d.established_at IS NULL
               END AS better,
               -- Copies of one 2xx are heard within a second; of these one with an interval counts, as a proxy may have put it in.
               CASE
                 WHEN d.refreshed_at IS NULL THEN true
                 WHEN excluded.refreshed_at IS NULL THEN false
                 WHEN excluded.refreshed_at = d.refreshed_at THEN true
                 WHEN excluded.refreshed_at > d.refreshed_at + interval '1 s' THEN true
                 WHEN excluded.refreshed_at < d.refreshed_at - interval '1 s' THEN false
                 WHEN (excluded.timer_state = 'active') = (d.timer_state = 'active')
                 THEN excluded.refreshed_at < d.refreshed_at
                 ELSE excluded.timer_state = 'active'
               END AS newer,
               CASE
                 WHEN d.ended_at IS NULL THEN true
                 WHEN (SELECT s.reopened FROM pg_temp.stage_dialog s WHERE s.dialog_id = excluded.dialog_id) THEN true
                 WHEN excluded.ended_at IS NULL THEN false
                 WHEN (excluded.end_cause = 'dropped_by_timer', excluded.end_certain)
                    = (d.end_cause = 'dropped_by_timer', d.end_certain)
                 THEN excluded.ended_at <= d.ended_at
                 ELSE (excluded.end_cause = 'dropped_by_timer', excluded.end_certain)
                    > (d.end_cause = 'dropped_by_timer', d.end_certain)
               END AS ends) w)
