-- reliability-by-user-agent: Which phone, gateway or PBX, as it calls itself, refreshes badly or refuses to be refreshed?
--
-- Both sides of a call count: the one that had to refresh (late, missed, dropped_by_timer) and the one that
-- had to answer (refused). The same by model and firmware: reliability-by-firmware.
--
-- Limited by: since, until, pbx
-- Columns
--   user_agent        User-Agent or Server header; null: it sent none
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

SELECT user_agent,
       sum(parties)::bigint AS calls,
       coalesce(sum(parties) FILTER (WHERE by_refresher), 0)::bigint AS calls_as_refresher,
       sum(refreshes)::bigint AS refreshes,
       sum(on_time)::bigint AS on_time,
       sum(late)::bigint AS late,
       sum(missed)::bigint AS missed,
       sum(refused)::bigint AS refused,
       sum(dropped_by_timer)::bigint AS dropped_by_timer,
       max(lateness_ms) AS worst_lateness_ms
  FROM sessionwatch.call_event
 WHERE heard_on BETWEEN :'first_day' AND :'last_day'
   AND event_heard_on BETWEEN :'first_day' AND :'last_day'
   AND happened_at >= :'since'
   AND happened_at < :'until'
   AND (:'pbx' = '' OR pbx = :'pbx')
   AND side IS NOT NULL
 GROUP BY user_agent
 ORDER BY sum(dropped_by_timer) DESC, sum(missed) DESC, sum(late) DESC, sum(refused) DESC, user_agent;
