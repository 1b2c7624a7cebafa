-- reliability-by-day: How well were sessions refreshed, day by day?
--
-- A sudden fall of on_time_percent has a day, and a day has a change: an update, a new trunk, a firewall.
-- Everything counts for the day on which it happened, in the time zone of the session; the first and the last
-- day may be cut by the period. (The view reliability_daily counts all of a call for the day it began.)
--
-- Limited by: since, until, pbx
-- Columns
--   day               day, in the session's time zone
--   pbx               PBX that heard the call first
--   calls             calls that began
--   calls_with_timer  of these, with an active session timer at last
--   refreshes         refreshes that succeeded and carried a session interval
--   on_time           of these, the ones that met the half-interval deadline
--   late              refresh requests that came after half the interval and the tolerance
--   failed            refreshes rejected, unanswered, or lost to glare
--   missed            how often no refresh came until the other side was free to hang up
--   dropped_by_timer  calls that ended for want of a refresh
--   on_time_percent   100 * on_time / (on_time + late + dropped_by_timer); null without a deadline
--   worst_lateness_ms largest lateness in milliseconds; negative: all were early
\ir parameters.psql

SELECT happened_at::date AS day,
       pbx,
       sum(calls) AS calls,
       coalesce(sum(calls) FILTER (WHERE timer_state = 'active'), 0) AS calls_with_timer,
       sum(refreshes) AS refreshes,
       sum(on_time) AS on_time,
       sum(late) AS late,
       sum(failed) AS failed,
       sum(missed) AS missed,
       sum(dropped_by_timer) AS dropped_by_timer,
       round(100.0 * sum(on_time) / nullif(sum(on_time) + sum(late) + sum(dropped_by_timer), 0), 2) AS on_time_percent,
       max(lateness_ms) AS worst_lateness_ms
  FROM sessionwatch.call_event
 WHERE heard_on BETWEEN :'first_day' AND :'last_day'
   AND event_heard_on BETWEEN :'first_day' AND :'last_day'
   AND happened_at >= :'since'
   AND happened_at < :'until'
   AND (:'pbx' = '' OR pbx = :'pbx')
 GROUP BY happened_at::date, pbx
 ORDER BY day, pbx;
