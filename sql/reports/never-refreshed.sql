-- never-refreshed: Who takes the role of the refresher and never refreshes?
--
-- Parties that had the duty in calls which outlived half their session interval (and 6 s), and did not ask for a single
-- refresh in any of them. A firmware that says it supports timers and does not keep them; a phone behind a NAT or firewall whose
-- requests get lost. Give the role to the other side (Asterisk: timers_sess_expires, timers; a phone's "refresher") or turn timers off there.
--
-- Limited by: since, until (calls that began then), pbx
-- Columns
--   pbx               PBX that heard the calls first
--   endpoint          user@host of the party
--   user_agent        its User-Agent or Server
--   calls             calls that outlived the deadline under its duty
--   dropped_by_timer  of these, the ones that ended for want of its refresh
--   refreshed_by_other of these, the ones that the other side kept alive by refreshing though it was not its duty
--   last_call_at      beginning of the last of these calls
\ir parameters.psql

WITH duty AS (
  SELECT p.name AS pbx,
         CASE d.refresher WHEN 'caller' THEN d.caller ELSE d.callee END AS uri,
         CASE d.refresher WHEN 'caller' THEN d.caller_user_agent ELSE d.callee_user_agent END AS user_agent,
         d.end_cause,
         d.first_heard_at,
         r.own,
         r.others,
         coalesce(d.ended_at, CASE WHEN NOT d.forgotten THEN now() END)
           > coalesce(d.established_at, d.first_heard_at) + make_interval(secs => d.interval_s / 2.0 + 6) AS outlived
    FROM sessionwatch.dialog d
    JOIN sessionwatch.pbx p USING (pbx_id)
   CROSS JOIN LATERAL (
     SELECT count(*) FILTER (WHERE r.requested_by = d.refresher) AS own,
            count(*) FILTER (WHERE r.requested_by <> d.refresher AND r.outcome = 'refreshed') AS others
       FROM sessionwatch.refresh r
      WHERE r.dialog_id = d.dialog_id
        AND r.heard_on = d.heard_on
        AND r.heard_on BETWEEN :'first_day' AND :'last_day') r
   WHERE d.heard_on BETWEEN :'first_day' AND :'last_day'
     AND d.first_heard_at >= :'since'
     AND d.first_heard_at < :'until'
     AND d.timer_state = 'active'
     AND d.refresher IS NOT NULL
     AND d.end_cause IS DISTINCT FROM 'rejected'
     AND (:'pbx' = '' OR p.name = :'pbx')
)
SELECT pbx,
       sessionwatch.endpoint(uri) AS endpoint,
       user_agent,
       count(*) AS calls,
       count(*) FILTER (WHERE end_cause = 'dropped_by_timer') AS dropped_by_timer,
       count(*) FILTER (WHERE others > 0) AS refreshed_by_other,
       max(first_heard_at) AS last_call_at
  FROM duty
 WHERE outlived OR own > 0
 GROUP BY pbx, sessionwatch.endpoint(uri), user_agent
HAVING sum(own) = 0
 ORDER BY calls DESC, dropped_by_timer DESC, pbx, endpoint;
