-- timer-policy: What did endpoints support and want, and what timer did the calls get?
--
-- Calls that began in the period, by trunk and by what both sides said; finding says what came of it, the rows that
-- want a look first. The PBX's wish is its endpoint's policy where AMI was asked (TIMER_NOT_NEGOTIATED), else its OPTIONS.
--
-- Limited by: since, until, pbx
-- Columns
--   finding           in words: what was negotiated against what was possible
--   calls             calls
--   pbx               PBX that heard the calls first
--   trunk             endpoint of the channel name, or host
--   caller_supports   whether the caller's Supported had timer; null: unknown
--   callee_supports   whether the callee's had
--   pbx_supports      whether the PBX said so to SIP OPTIONS; null: it was not asked
--   timer_state       active, off (turned off in mid-call), optional (the caller may run it alone), none, unknown
--   interval_s        session interval in seconds
--   min_se_s          largest Min-SE of the negotiation in seconds
--   refresher         the side that has the duty
--   not_negotiated    calls that have no timer although the endpoint's policy wants one (TIMER_NOT_NEGOTIATED)
--   violations        calls with a violated rule of RFC 4028 (BAD_NEGOTIATION)
--   refused           calls whose timer was refused (TIMER_REFUSED, INTERVAL_TOO_SMALL_LOOP)
\ir parameters.psql

WITH told AS (
  SELECT dialog_id,
         heard_on,
         bool_or(kind = 'TIMER_NOT_NEGOTIATED') AS not_negotiated,
         bool_or(kind = 'BAD_NEGOTIATION') AS violation,
         bool_or(kind IN ('TIMER_REFUSED', 'INTERVAL_TOO_SMALL_LOOP')) AS refused
    FROM sessionwatch.alert
   WHERE heard_on BETWEEN :'first_day' AND :'last_day'
     AND raised_at >= :'since'
     AND kind IN ('TIMER_NOT_NEGOTIATED', 'BAD_NEGOTIATION', 'TIMER_REFUSED', 'INTERVAL_TOO_SMALL_LOOP')
   GROUP BY dialog_id, heard_on
), agreed AS (
  SELECT CASE
           WHEN t.not_negotiated THEN 'the endpoint''s policy wants a timer, the call has none'
           WHEN t.refused THEN 'a timer was refused'
           WHEN d.timer_state = 'off' THEN 'the timer was turned off in mid-call'
           WHEN d.timer_state = 'active' AND d.interval_s < 90 THEN 'the interval is below 90 s'
           WHEN d.timer_state = 'active'
            AND NOT CASE d.refresher WHEN 'caller' THEN d.caller_supports_timer ELSE d.callee_supports_timer END
             THEN 'the refresher does not support timers'
           WHEN d.timer_state = 'active' AND d.interval_s < d.min_se_s THEN 'the interval is below Min-SE'
           WHEN d.timer_state = 'active' THEN 'as it should be'
           WHEN d.timer_state = 'none' AND d.caller_supports_timer AND d.callee_supports_timer
             THEN 'both sides support timers, none was asked for'
           WHEN d.timer_state = 'none' THEN 'no timer: not both sides support it'
           WHEN d.timer_state = 'optional' THEN 'the caller may run a timer alone'
           ELSE 'first heard in mid-call'
         END AS finding,
         p.name AS pbx,
         c.trunk,
         d.caller_supports_timer,
         d.callee_supports_timer,
         s.supports_timer,
         d.timer_state,
         d.interval_s,
         d.min_se_s,
         d.refresher,
         t.not_negotiated,
         t.violation,
         t.refused
    FROM sessionwatch.dialog d
    JOIN sessionwatch.pbx p USING (pbx_id)
    JOIN sessionwatch.call_trunk c USING (dialog_id, heard_on)
    LEFT JOIN sessionwatch.pbx_status s USING (pbx_id)
    LEFT JOIN told t USING (dialog_id, heard_on)
   WHERE d.heard_on BETWEEN :'first_day' AND :'last_day'
     AND c.heard_on BETWEEN :'first_day' AND :'last_day'
     AND d.first_heard_at >= :'since'
     AND d.first_heard_at < :'until'
     AND (:'pbx' = '' OR p.name = :'pbx')
)
SELECT finding,
       count(*) AS calls,
       pbx,
       trunk,
       caller_supports_timer AS caller_supports,
       callee_supports_timer AS callee_supports,
       supports_timer AS pbx_supports,
       timer_state,
       interval_s,
       min_se_s,
       refresher,
       count(*) FILTER (WHERE not_negotiated) AS not_negotiated,
       count(*) FILTER (WHERE violation) AS violations,
       count(*) FILTER (WHERE refused) AS refused
  FROM agreed
 GROUP BY finding, pbx, trunk, caller_supports_timer, callee_supports_timer, supports_timer, timer_state, interval_s,
          min_se_s, refresher
 ORDER BY finding = 'as it should be', calls DESC, pbx, trunk, finding, interval_s, refresher, min_se_s,
          caller_supports_timer, callee_supports_timer;
