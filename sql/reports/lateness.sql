-- lateness: How punctual are refreshes: how close to the deadline do they come?
--
-- Of the refreshes that waited for their deadline, the lateness in milliseconds (request against half the interval;
-- negative: before it) that so many percent stay below. Early ones (a hold, a transfer, a codec change) refresh, too, but
-- say nothing of punctuality: they are counted only. The first row is all of them, then each PBX, then its user agents.
-- A p99 near the tolerance (6 s unless configured) means false alarms to come: widen the tolerance, or find out why.
--
-- Limited by: since, until, pbx
-- Columns
--   pbx               PBX; null: all
--   user_agent        of the side that asked; null: all of the PBX, or it sent none
--   refreshes         refresh requests that waited for their deadline
--   early             requests that came before it
--   p5_ms             5 % of refreshes were less late than so many milliseconds
--   p50_ms            half of them
--   p90_ms            90 %
--   p99_ms            99 %
--   max_ms            the latest one
\ir parameters.psql

SELECT pbx,
       user_agent,
       count(*) FILTER (WHERE NOT early) AS refreshes,
       count(*) FILTER (WHERE early) AS early,
       percentile_disc(0.05) WITHIN GROUP (ORDER BY lateness_ms) FILTER (WHERE NOT early) AS p5_ms,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY lateness_ms) FILTER (WHERE NOT early) AS p50_ms,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY lateness_ms) FILTER (WHERE NOT early) AS p90_ms,
       percentile_disc(0.99) WITHIN GROUP (ORDER BY lateness_ms) FILTER (WHERE NOT early) AS p99_ms,
       max(lateness_ms) FILTER (WHERE NOT early) AS max_ms
  FROM (SELECT p.name AS pbx,
               CASE r.requested_by WHEN 'caller' THEN d.caller_user_agent ELSE d.callee_user_agent END AS user_agent,
               r.punctuality = 'early' AS early,
               r.lateness_ms
          FROM sessionwatch.refresh r
          JOIN sessionwatch.dialog d USING (dialog_id, heard_on)
          JOIN sessionwatch.pbx p USING (pbx_id)
         WHERE r.heard_on BETWEEN :'first_day' AND :'last_day'
           AND d.heard_on BETWEEN :'first_day' AND :'last_day'
           AND r.requested_at >= :'since'
           AND r.requested_at < :'until'
           AND r.lateness_ms IS NOT NULL
           AND (:'pbx' = '' OR p.name = :'pbx')) AS asked
 GROUP BY GROUPING SETS ((), (pbx), (pbx, user_agent))
 ORDER BY grouping(pbx) DESC, pbx, grouping(user_agent) DESC, refreshes DESC, user_agent;
