-- reliability-by-trunk: Which trunk misses refreshes?
--
-- The trunk (or phone) is the endpoint in the PBX's channel name, such as provider1 in PJSIP/provider1-0000001a. Where
-- the PBX was not asked by AMI, the hosts of both URIs stand for it and the call counts for each of them once.
-- Look first at the top rows: they drop calls. Then at late and missed of the others: they will.
--
-- Limited by: since, until, pbx
-- Columns
--   pbx               PBX that heard the call first
--   trunk             endpoint of the channel name, or host
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

WITH per_call AS (
  SELECT dialog_id,
         heard_on,
         sum(calls) AS calls,
         sum(calls) FILTER (WHERE timer_state = 'active') AS calls_with_timer,
         sum(refreshes) AS refreshes,
         sum(on_time) AS on_time,
         sum(late) AS late,
         sum(failed) AS failed,
         sum(missed) AS missed,
         sum(dropped_by_timer) AS dropped_by_timer,
         max(lateness_ms) AS worst_lateness_ms
    FROM sessionwatch.call_event
   WHERE heard_on BETWEEN :'first_day' AND :'last_day'
     AND event_heard_on BETWEEN :'first_day' AND :'last_day'
     AND happened_at >= :'since'
     AND happened_at < :'until'
     AND (:'pbx' = '' OR pbx = :'pbx')
   GROUP BY dialog_id, heard_on
)
SELECT t.pbx,
       t.trunk,
       sum(c.calls)::bigint AS calls,
       coalesce(sum(c.calls_with_timer), 0)::bigint AS calls_with_timer,
       sum(c.refreshes)::bigint AS refreshes,
       sum(c.on_time)::bigint AS on_time,
       sum(c.late)::bigint AS late,
       sum(c.failed)::bigint AS failed,
       sum(c.missed)::bigint AS missed,
       sum(c.dropped_by_timer)::bigint AS dropped_by_timer,
       round(100.0 * sum(c.on_time) / nullif(sum(c.on_time) + sum(c.late) + sum(c.dropped_by_timer), 0), 2)
         AS on_time_percent,
       max(c.worst_lateness_ms) AS worst_lateness_ms
  FROM per_call c
  JOIN sessionwatch.call_trunk t USING (dialog_id, heard_on)
 WHERE t.heard_on BETWEEN :'first_day' AND :'last_day'
 GROUP BY t.pbx, t.trunk
 ORDER BY sum(c.dropped_by_timer) DESC, sum(c.missed) DESC, sum(c.late) DESC, t.pbx, t.trunk;
