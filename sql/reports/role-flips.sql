-- role-flips: In which calls did the duty to refresh change sides, and had the request asked for it?
--
-- A flip that was not asked for is a classic: the answerer reads "uac" and "uas" as caller and callee, while they mean who sent and who
-- answers this one request (RFC 4028 section 7). Afterwards both sides may wait for each other, and the call drops.
-- The change is seen from one refresh to the next; for the first refresh of a call, by its alert only.
--
-- Limited by: since, until, pbx
-- Columns
--   changed_at        the 2xx that changed it
--   pbx               PBX that heard the call first
--   caller, callee    their URIs
--   from_side         who had the duty before: caller or callee
--   to_side           who has it since
--   method            INVITE or UPDATE
--   requested_by      the side that sent the request
--   asked_for         false: the answerer changed it of its own accord (REFRESHER_CHANGED was alerted)
--   answered_by_user_agent User-Agent of the side that answered
--   call_id           Call-ID
\ir parameters.psql

WITH step AS (
  SELECT r.*,
         lag(r.refresher) OVER (PARTITION BY r.heard_on, r.dialog_id ORDER BY r.requested_at, r.seq) AS before
    FROM sessionwatch.refresh r
   WHERE r.heard_on BETWEEN :'first_day' AND :'last_day'
     -- with the refresh before the period's first
     AND r.requested_at >= :'since'::timestamptz - interval '1 day'
     AND r.requested_at < :'until'
     AND r.outcome = 'refreshed'
     AND r.refresher IS NOT NULL
), told AS (
  SELECT DISTINCT dialog_id, heard_on, raised_at
    FROM sessionwatch.alert
   WHERE heard_on BETWEEN :'first_day' AND :'last_day'
     AND raised_at >= :'since'
     AND raised_at < :'until'::timestamptz + interval '1 minute'
     AND kind = 'REFRESHER_CHANGED'
)
SELECT s.answered_at AS changed_at,
       p.name AS pbx,
       d.caller,
       d.callee,
       CASE s.refresher WHEN 'caller' THEN 'callee' ELSE 'caller' END AS from_side,
       s.refresher AS to_side,
       s.method,
       s.requested_by,
       t.raised_at IS NULL AS asked_for,
       CASE s.requested_by WHEN 'caller' THEN d.callee_user_agent ELSE d.caller_user_agent END AS answered_by_user_agent,
       d.call_id
  FROM step s
  LEFT JOIN told t ON t.dialog_id = s.dialog_id AND t.heard_on = s.heard_on AND t.raised_at = s.answered_at
  JOIN sessionwatch.dialog d ON d.dialog_id = s.dialog_id AND d.heard_on = s.heard_on
  JOIN sessionwatch.pbx p USING (pbx_id)
 WHERE (s.before <> s.refresher OR t.raised_at IS NOT NULL)
   AND s.requested_at >= :'since'
   AND d.heard_on BETWEEN :'first_day' AND :'last_day'
   AND (:'pbx' = '' OR p.name = :'pbx')
 ORDER BY s.answered_at DESC, d.dialog_id, s.seq;
