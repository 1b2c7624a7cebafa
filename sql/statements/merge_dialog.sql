-- Dialogs that somebody wrote before. Several daemons may write the same one, in any order: the earliest start stands, an end
-- stands unless who told it knows that the call goes on, the latest 2xx says what the timer is, and what was learned once
-- (channel, user agents, hangup) is not lost to a writer that does not know it. A row that has all this already is left as it is.
UPDATE sessionwatch.dialog d
   SET first_heard_at = m.first_heard_at,
       established_at = m.established_at,
       pbx_id = m.pbx_id,
       caller_tag = m.caller_tag,
       callee_tag = m.callee_tag,
       caller = m.caller,
       callee = m.callee,
       caller_user_agent = m.caller_user_agent,
       callee_user_agent = m.callee_user_agent,
       caller_supports_timer = m.caller_supports_timer,
       callee_supports_timer = m.callee_supports_timer,
       caller_allows_update = m.caller_allows_update,
       callee_allows_update = m.callee_allows_update,
       channel = m.channel,
       uniqueid = m.uniqueid,
       linkedid = m.linkedid,
       timer_state = m.timer_state,
       interval_s = m.interval_s,
       min_se_s = m.min_se_s,
       refreshed_at = m.refreshed_at,
       refresher = m.refresher,
       ended_at = m.ended_at,
       end_cause = m.end_cause,
       end_certain = m.end_certain,
       end_reason = m.end_reason,
       forgotten = m.forgotten,
       hangup_cause = m.hangup_cause,
       hangup_cause_text = m.hangup_cause_text,
       hangup_tech_cause = m.hangup_tech_cause,
       revision = 0
  FROM pg_temp.stage_dialog s
  JOIN sessionwatch.dialog o ON o.dialog_id = s.dialog_id AND o.heard_on = s.heard_on
  -- While a call is up, its last refresh is in refresh alone.
 CROSS JOIN LATERAL (
    SELECT CASE
             WHEN o.ended_at IS NULL
             THEN greatest(o.refreshed_at, (
                    SELECT r.answered_at
                      FROM sessionwatch.refresh r
                     WHERE r.dialog_id = o.dialog_id
                       AND r.heard_on = o.heard_on
                       AND r.outcome IN ('refreshed', 'turned_off')
                     ORDER BY r.seq DESC
                     LIMIT 1))
             ELSE o.refreshed_at
           END AS refreshed_at
    OFFSET 0) k
 CROSS JOIN LATERAL (
    SELECT -- The better witness of who called whom: who heard the call begin, and of these who heard it first.
           CASE
             WHEN (s.established_at IS NULL) = (o.established_at IS NULL)
             THEN s.first_heard_at <= o.first_heard_at
             ELSE o.established_at IS NULL
           END AS better,
           -- Copies of one 2xx are heard within a second; of these one with an interval counts, as a proxy may have put it in.
           CASE
             WHEN k.refreshed_at IS NULL THEN true
             WHEN s.refreshed_at IS NULL THEN false
             WHEN s.refreshed_at = k.refreshed_at THEN true
             WHEN s.refreshed_at > k.refreshed_at + interval '1 s' THEN true
             WHEN s.refreshed_at < k.refreshed_at - interval '1 s' THEN false
             WHEN (s.timer_state = 'active') = (o.timer_state = 'active')
             THEN s.refreshed_at < k.refreshed_at
             ELSE s.timer_state = 'active'
           END AS newer,
           CASE
             WHEN o.ended_at IS NULL OR s.reopened THEN true
             WHEN s.ended_at IS NULL THEN false
             WHEN (s.end_cause = 'dropped_by_timer', s.end_certain)
                = (o.end_cause = 'dropped_by_timer', o.end_certain)
             THEN s.ended_at <= o.ended_at
             ELSE (s.end_cause = 'dropped_by_timer', s.end_certain)
                > (o.end_cause = 'dropped_by_timer', o.end_certain)
           END AS ends
    OFFSET 0) w
 CROSS JOIN LATERAL (
    SELECT least(s.first_heard_at, o.first_heard_at) AS first_heard_at,
           least(s.established_at, o.established_at) AS established_at,
           CASE WHEN s.first_heard_at < o.first_heard_at THEN s.pbx_id ELSE o.pbx_id END AS pbx_id,
           CASE WHEN w.better THEN s.caller_tag ELSE o.caller_tag END AS caller_tag,
           CASE WHEN w.better THEN s.callee_tag ELSE o.callee_tag END AS callee_tag,
           CASE WHEN w.better THEN s.caller ELSE o.caller END AS caller,
           CASE WHEN w.better THEN s.callee ELSE o.callee END AS callee,
           CASE WHEN w.better THEN coalesce(s.caller_user_agent, o.caller_user_agent)
                ELSE coalesce(o.caller_user_agent, s.caller_user_agent) END AS caller_user_agent,
           CASE WHEN w.better THEN coalesce(s.callee_user_agent, o.callee_user_agent)
                ELSE coalesce(o.callee_user_agent, s.callee_user_agent) END AS callee_user_agent,
           CASE WHEN w.better THEN coalesce(s.caller_supports_timer, o.caller_supports_timer)
                ELSE coalesce(o.caller_supports_timer, s.caller_supports_timer) END AS caller_supports_timer,
           CASE WHEN w.better THEN coalesce(s.callee_supports_timer, o.callee_supports_timer)
                ELSE coalesce(o.callee_supports_timer, s.callee_supports_timer) END AS callee_supports_timer,
           CASE WHEN w.better THEN coalesce(s.caller_allows_update, o.caller_allows_update)
                ELSE coalesce(o.caller_allows_update, s.caller_allows_update) END AS caller_allows_update,
           CASE WHEN w.better THEN coalesce(s.callee_allows_update, o.callee_allows_update)
                ELSE coalesce(o.callee_allows_update, s.callee_allows_update) END AS callee_allows_update,
           CASE WHEN w.better THEN coalesce(s.channel, o.channel) ELSE coalesce(o.channel, s.channel) END AS channel,
           CASE WHEN w.better THEN coalesce(s.uniqueid, o.uniqueid) ELSE coalesce(o.uniqueid, s.uniqueid) END AS uniqueid,
           CASE WHEN w.better THEN coalesce(s.linkedid, o.linkedid) ELSE coalesce(o.linkedid, s.linkedid) END AS linkedid,
           CASE WHEN w.newer THEN s.timer_state ELSE o.timer_state END AS timer_state,
           CASE WHEN w.newer THEN s.interval_s ELSE o.interval_s END AS interval_s,
           CASE WHEN w.newer THEN s.min_se_s ELSE o.min_se_s END AS min_se_s,
           CASE WHEN w.newer THEN s.refreshed_at
                WHEN s.ended_at IS NOT NULL THEN k.refreshed_at
                ELSE o.refreshed_at END AS refreshed_at,
           -- Who heard only the middle may take the callee for the caller.
           CASE
             WHEN CASE WHEN w.newer THEN s.caller_tag ELSE o.caller_tag END
                = CASE WHEN w.better THEN s.caller_tag ELSE o.caller_tag END
             THEN CASE WHEN w.newer THEN s.refresher ELSE o.refresher END
             ELSE CASE CASE WHEN w.newer THEN s.refresher ELSE o.refresher END
                    WHEN 'caller' THEN 'callee'
                    WHEN 'callee' THEN 'caller'
                  END
           END AS refresher,
           CASE WHEN w.ends THEN s.ended_at ELSE o.ended_at END AS ended_at,
           CASE WHEN w.ends THEN s.end_cause ELSE o.end_cause END AS end_cause,
           CASE WHEN w.ends THEN s.end_certain ELSE o.end_certain END AS end_certain,
           CASE WHEN w.ends THEN coalesce(s.end_reason, o.end_reason)
                ELSE coalesce(o.end_reason, s.end_reason) END AS end_reason,
           -- A daemon that heard the call from its middle has forgotten it, while another goes on hearing it.
           s.forgotten AND (o.forgotten OR coalesce(s.refreshed_at >= k.refreshed_at, true)) AS forgotten,
           coalesce(s.hangup_cause, o.hangup_cause) AS hangup_cause,
           coalesce(s.hangup_cause_text, o.hangup_cause_text) AS hangup_cause_text,
           coalesce(s.hangup_tech_cause, o.hangup_tech_cause) AS hangup_tech_cause
    OFFSET 0) m
 WHERE d.dialog_id = s.dialog_id
   AND d.heard_on = s.heard_on
   AND (m.first_heard_at, m.established_at, m.pbx_id, m.caller_tag, m.callee_tag, m.caller, m.callee, m.caller_user_agent,
        m.callee_user_agent, m.caller_supports_timer, m.callee_supports_timer, m.caller_allows_update,
        m.callee_allows_update, m.channel, m.uniqueid, m.linkedid, m.timer_state, m.interval_s, m.min_se_s, m.refreshed_at,
        m.refresher, m.ended_at, m.end_cause, m.end_certain, m.end_reason, m.forgotten, m.hangup_cause, m.hangup_cause_text,
        m.hangup_tech_cause)
       IS DISTINCT FROM
       (o.first_heard_at, o.established_at, o.pbx_id, o.caller_tag, o.callee_tag, o.caller, o.callee, o.caller_user_agent,
        o.callee_user_agent, o.caller_supports_timer, o.callee_supports_timer, o.caller_allows_update,
        o.callee_allows_update, o.channel, o.uniqueid, o.linkedid, o.timer_state, o.interval_s, o.min_se_s, o.refreshed_at,
        o.refresher, o.ended_at, o.end_cause, o.end_certain, o.end_reason, o.forgotten, o.hangup_cause, o.hangup_cause_text,
        o.hangup_tech_cause)
