-- call: What happened to one call: every leg, hop, refresh and alert, in order?
--
-- The call is named by its Call-ID, dialog_id, uniqueid or linkedid. All legs that share its linkedid are told, each
-- under its number. OFFSET 0 keeps the planner at looking each row up by its key: it takes a call for many rows.
--
-- Limited by: call
-- Columns
--   at                when
--   leg               number of the leg, in order of their beginnings
--   what              begin, established, hop, refresh, ALERT kind, cleared, end
--   side              whose it is: caller or callee; null: both
--   told              in words
--   call_id           Call-ID of the leg
\ir parameters.psql

WITH found AS (
  SELECT dialog_id, heard_on, linkedid FROM sessionwatch.dialog WHERE call_id = :'call'
  UNION
  SELECT dialog_id, heard_on, linkedid FROM sessionwatch.dialog WHERE uniqueid = :'call'
  UNION
  SELECT dialog_id, heard_on, linkedid FROM sessionwatch.dialog WHERE linkedid = :'call'
  UNION
  SELECT dialog_id, heard_on, linkedid FROM sessionwatch.dialog
   WHERE dialog_id = CAST(CASE WHEN :'call' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN :'call' END AS uuid)
), legs AS (
  SELECT dialog_id, heard_on FROM found
  UNION
  SELECT d.dialog_id, d.heard_on
    FROM found f
   CROSS JOIN LATERAL (
     SELECT dialog_id, heard_on FROM sessionwatch.dialog WHERE linkedid = f.linkedid OFFSET 0) d
), leg AS (
  SELECT d.*,
         row_number() OVER (ORDER BY d.first_heard_at, d.dialog_id) AS leg
    FROM legs l
   CROSS JOIN LATERAL (
     SELECT * FROM sessionwatch.dialog WHERE dialog_id = l.dialog_id AND heard_on = l.heard_on OFFSET 0) d
), story AS (
  SELECT l.leg, l.call_id, l.first_heard_at AS at, 1 AS place, 'begin' AS what, NULL AS side,
         format('%s (%s) calls %s (%s)%s', l.caller, coalesce(l.caller_user_agent, 'no User-Agent'), l.callee,
                coalesce(l.callee_user_agent, 'no User-Agent'), coalesce(', channel ' || l.channel, '')) AS told
    FROM leg l
  UNION ALL
  SELECT l.leg, l.call_id, l.established_at, 2, 'established', NULL,
         format('at last: timer %s%s%s', l.timer_state, coalesce(', interval ' || l.interval_s || ' s', ''),
                coalesce(', the ' || l.refresher || ' refreshes', ''))
    FROM leg l
   WHERE l.established_at IS NOT NULL
  UNION ALL
  SELECT l.leg, l.call_id, h.since, 2, 'hop', NULL,
         format('%s > %s, heard by %s: %s%s%s', coalesce(nullif(h.caller_address, ''), '?'),
                coalesce(nullif(h.callee_address, ''), '?'), p.name,
                coalesce('interval ' || h.interval_s || ' s by the ' || h.refresher, 'no interval'),
                coalesce(', asked for ' || h.requested_s || ' s', ''), coalesce(', Min-SE ' || h.min_se_s || ' s', ''))
    FROM leg l
   CROSS JOIN LATERAL (
     SELECT * FROM sessionwatch.dialog_hop WHERE dialog_id = l.dialog_id AND heard_on = l.heard_on OFFSET 0) h
    JOIN sessionwatch.pbx p ON p.pbx_id = h.pbx_id
  UNION ALL
  SELECT l.leg, l.call_id, r.requested_at, 3, 'refresh', r.requested_by,
         format('%s: %s%s%s%s%s', r.method, r.outcome, coalesce(' ' || r.status, ''),
                coalesce(', ' || replace(r.punctuality, '_', ' '), ''),
                coalesce(' (' || to_char(r.lateness_ms / 1000.0, 'SGFM999999990.000') || ' s)', ''),
                coalesce('; now ' || r.interval_s || ' s by the ' || r.refresher, ''))
    FROM leg l
   CROSS JOIN LATERAL (
     SELECT * FROM sessionwatch.refresh WHERE dialog_id = l.dialog_id AND heard_on = l.heard_on OFFSET 0) r
  UNION ALL
  SELECT l.leg, l.call_id, a.raised_at, 4, 'ALERT ' || a.kind, NULL,
         format('%s%s: %s', a.severity, CASE WHEN a.confirmed THEN '' ELSE ', unconfirmed' END, a.detail)
    FROM leg l
   CROSS JOIN LATERAL (
     SELECT * FROM sessionwatch.alert WHERE dialog_id = l.dialog_id AND heard_on = l.heard_on OFFSET 0) a
  UNION ALL
  SELECT l.leg, l.call_id, a.cleared_at, 5, 'cleared', NULL, a.kind
    FROM leg l
   CROSS JOIN LATERAL (
     SELECT * FROM sessionwatch.alert WHERE dialog_id = l.dialog_id AND heard_on = l.heard_on OFFSET 0) a
   WHERE a.cleared_at IS NOT NULL
  UNION ALL
  SELECT l.leg, l.call_id, l.ended_at, 6, 'end', NULL,
         format('%s%s%s%s', replace(l.end_cause, '_', ' '), CASE WHEN l.end_certain THEN '' ELSE ', probably' END,
                coalesce(': ' || l.end_reason, ''),
                coalesce(', hangup cause ' || l.hangup_cause || coalesce(' ' || l.hangup_cause_text, ''), ''))
    FROM leg l
   WHERE l.ended_at IS NOT NULL
)
SELECT at, leg, what, side, told, call_id
  FROM story
 ORDER BY at, leg, place, what, told;
