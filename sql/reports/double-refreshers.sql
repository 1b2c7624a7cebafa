-- double-refreshers: In which calls do both sides refresh, or the wrong one?
--
-- One side has the duty; when both refresh near the deadline, their requests cross (491, glare) and each takes the other's
-- for a sign that it may stop. Harmless until one of them does. Early requests (hold, transfer) are not counted.
--
-- Limited by: since, until, pbx
-- Columns
--   last_at           the last of these refreshes
--   pbx               PBX that heard the call first
--   caller, callee    their URIs
--   caller_user_agent User-Agent of the caller
--   callee_user_agent User-Agent of the callee
--   refresher         the side that has the duty, as it last stood
--   by_caller         refreshes near the deadline that the caller asked for
--   by_callee         refreshes near the deadline that the callee asked for
--   glare             of all, those that crossed one of the other side (491)
--   alerted           whether WRONG_SIDE_REFRESH was alerted
--   call_id           Call-ID
\ir parameters.psql

WITH asked AS (
  SELECT dialog_id,
         heard_on,
         count(*) FILTER (WHERE requested_by = 'caller') AS by_caller,
         count(*) FILTER (WHERE requested_by = 'callee') AS by_callee,
         count(*) FILTER (WHERE outcome = 'glare') AS glare,
         max(requested_at) AS last_at
    FROM sessionwatch.refresh
   WHERE heard_on BETWEEN :'first_day' AND :'last_day'
     AND requested_at >= :'since'
     AND requested_at < :'until'
     AND punctuality IN ('on_time', 'late')
   GROUP BY dialog_id, heard_on
), told AS (
  SELECT DISTINCT dialog_id, heard_on
    FROM sessionwatch.alert
   WHERE heard_on BETWEEN :'first_day' AND :'last_day'
     AND raised_at >= :'since'
     AND raised_at < :'until'
     AND kind = 'WRONG_SIDE_REFRESH'
)
SELECT a.last_at,
       p.name AS pbx,
       d.caller,
       d.callee,
       d.caller_user_agent,
       d.callee_user_agent,
       d.refresher,
       a.by_caller,
       a.by_callee,
       a.glare,
       t.dialog_id IS NOT NULL AS alerted,
       d.call_id
  FROM asked a
  LEFT JOIN told t USING (dialog_id, heard_on)
  JOIN sessionwatch.dialog d USING (dialog_id, heard_on)
  JOIN sessionwatch.pbx p USING (pbx_id)
 WHERE (a.by_caller > 0 AND a.by_callee > 0 OR t.dialog_id IS NOT NULL)
   AND d.heard_on BETWEEN :'first_day' AND :'last_day'
   AND (:'pbx' = '' OR p.name = :'pbx')
 ORDER BY a.last_at DESC, dialog_id;
