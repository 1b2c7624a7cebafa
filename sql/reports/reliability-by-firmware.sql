-- reliability-by-firmware: Which phone model and firmware misses refreshes: what is to be updated, or not yet?
--
-- The User-Agents taken apart by sessionwatch.device(). Two firmwares of one model side by side tell whether an
-- update helped. A User-Agent of a kind that is not known stays whole in the column model.
--
-- Limited by: since, until, pbx
-- Columns
--   vendor            who made it; null where the kind is not known
--   model             model, or the whole User-Agent; null: it sent none
--   firmware          release; null where it does not say
--   calls             times that it was a party of a call that began (a call between two alike counts twice)
--   calls_as_refresher of these, with the duty to refresh at last
--   refreshes         refreshes that it asked for and got
--   on_time           of these, the ones that met the half-interval deadline
--   late              refresh requests that it sent after half the interval and the tolerance
--   missed            how often it was to refresh and nothing came until the other side was free to hang up
--   refused           refreshes of the other side that it rejected or left unanswered
--   dropped_by_timer  calls that ended for want of its refresh
--   worst_lateness_ms its largest lateness in milliseconds; negative: all were early
\ir parameters.psql

WITH by_user_agent AS (
  SELECT user_agent,
         sum(parties) AS calls,
         coalesce(sum(parties) FILTER (WHERE by_refresher), 0) AS calls_as_refresher,
         sum(refreshes) AS refreshes,
         sum(on_time) AS on_time,
         sum(late) AS late,
         sum(missed) AS missed,
         sum(refused) AS refused,
         sum(dropped_by_timer) AS dropped_by_timer,
         max(lateness_ms) AS worst_lateness_ms
    FROM sessionwatch.call_event
   WHERE heard_on BETWEEN :'first_day' AND :'last_day'
     AND event_heard_on BETWEEN :'first_day' AND :'last_day'
     AND happened_at >= :'since'
     AND happened_at < :'until'
     AND (:'pbx' = '' OR pbx = :'pbx')
     AND side IS NOT NULL
   GROUP BY user_agent
)
SELECT d.vendor,
       d.model,
       d.firmware,
       sum(calls)::bigint AS calls,
       sum(calls_as_refresher)::bigint AS calls_as_refresher,
       sum(refreshes)::bigint AS refreshes,
       sum(on_time)::bigint AS on_time,
       sum(late)::bigint AS late,
       sum(missed)::bigint AS missed,
       sum(refused)::bigint AS refused,
       sum(dropped_by_timer)::bigint AS dropped_by_timer,
       max(worst_lateness_ms) AS worst_lateness_ms
  FROM by_user_agent
 CROSS JOIN LATERAL sessionwatch.device(user_agent) AS d
 GROUP BY d.vendor, d.model, d.firmware
 ORDER BY sum(dropped_by_timer) DESC, sum(missed) DESC, sum(late) DESC, sum(refused) DESC, d.vendor, d.model, d.firmware;
