-- reliability-by-endpoint: Which phone or number misses refreshes, or refuses them?
--
-- An endpoint is a party's address, user@host without port and parameters. Those that never had anything to do with a
-- session timer are left out.
--
-- Limited by: since, until, pbx
-- Columns
--   endpoint          user@host
--   user_agent        its User-Agent or Server; the last in the alphabet where it had several
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

WITH by_uri AS (
  SELECT uri,
         max(user_agent) AS user_agent,
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
   GROUP BY uri
)
SELECT sessionwatch.endpoint(uri) AS endpoint,
       max(user_agent) AS user_agent,
       sum(calls)::bigint AS calls,
       sum(calls_as_refresher)::bigint AS calls_as_refresher,
       sum(refreshes)::bigint AS refreshes,
       sum(on_time)::bigint AS on_time,
       sum(late)::bigint AS late,
       sum(missed)::bigint AS missed,
       sum(refused)::bigint AS refused,
       sum(dropped_by_timer)::bigint AS dropped_by_timer,
       max(worst_lateness_ms) AS worst_lateness_ms
  FROM by_uri
 GROUP BY sessionwatch.endpoint(uri)
HAVING sum(calls_as_refresher + refreshes + late + missed + refused + dropped_by_timer) > 0
 ORDER BY sum(dropped_by_timer) DESC, sum(missed) DESC, sum(late) DESC, sum(refused) DESC, endpoint;
