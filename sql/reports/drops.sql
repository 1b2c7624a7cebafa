-- drops: Which calls did the session timer drop, who was silent, and how long before did the alert say so?
--
-- silent_side had to refresh. Where it tried, last_try says what became of it: then the other side, or the way
-- between, refused it. lead_s is what an administrator had: from the first alert since the last refresh that said it
-- would come to that (REFRESH_LATE, REFRESH_MISSED, REFRESH_REJECTED, REFRESH_UNANSWERED, as on the dashboard) to the
-- drop; null: nothing was alerted before. A drop that is not certain is one whose BYE gives no
-- reason but came when the timer's would.
--
-- Limited by: since, until, pbx
-- Columns
--   dropped_at        the BYE
--   pbx               PBX that heard the call first
--   caller, callee    their URIs
--   silent_side       caller or callee: who had to refresh
--   silent_user_agent its User-Agent
--   interval_s        session interval in seconds
--   lasted_s          how long the call was up, in seconds
--   last_refresh_at   the 2xx that the interval ran from
--   last_try          the last request after it, with its outcome; null: none was heard
--   alerted_at        when the first alert said that it would drop
--   lead_s            seconds from that alert to the drop
--   certain           whether the BYE gave the timer as its reason
--   call_id           Call-ID
\ir parameters.psql

SELECT d.ended_at AS dropped_at,
       p.name AS pbx,
       d.caller,
       d.callee,
       d.refresher AS silent_side,
       CASE d.refresher WHEN 'caller' THEN d.caller_user_agent WHEN 'callee' THEN d.callee_user_agent END
         AS silent_user_agent,
       d.interval_s,
       round(extract(epoch FROM d.ended_at - coalesce(d.established_at, d.first_heard_at))::numeric, 1) AS lasted_s,
       d.refreshed_at AS last_refresh_at,
       t.last_try,
       a.alerted_at,
       round(extract(epoch FROM d.ended_at - a.alerted_at)::numeric, 1) AS lead_s,
       d.end_certain AS certain,
       d.call_id
  FROM sessionwatch.dialog d
  JOIN sessionwatch.pbx p USING (pbx_id)
  LEFT JOIN LATERAL (
    SELECT r.method || ' by the ' || r.requested_by || ': ' || r.outcome || coalesce(' ' || r.status, '') AS last_try
      FROM sessionwatch.refresh r
     WHERE r.dialog_id = d.dialog_id
       AND r.heard_on = d.heard_on
       AND r.requested_at > d.refreshed_at
     ORDER BY r.requested_at DESC, r.seq DESC
     LIMIT 1) t ON true
  LEFT JOIN LATERAL (
    SELECT min(a.raised_at) AS alerted_at
      FROM sessionwatch.alert a
     WHERE a.dialog_id = d.dialog_id
       AND a.heard_on = d.heard_on
       AND a.kind IN ('REFRESH_LATE', 'REFRESH_MISSED', 'REFRESH_REJECTED', 'REFRESH_UNANSWERED')
       AND a.raised_at >= d.refreshed_at
       AND a.raised_at <= d.ended_at) a ON true
 WHERE d.heard_on <= :'last_day'
   AND d.dropped_at >= :'since'
   AND d.dropped_at < :'until'
   AND (:'pbx' = '' OR p.name = :'pbx')
 ORDER BY d.ended_at DESC, d.dialog_id;
