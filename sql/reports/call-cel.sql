-- call-cel: What did Asterisk do with one call (its CEL) while its session timers ran?
--
-- The call is named as for the report call. Needs Asterisk's CEL as a table, foreign table or view named cel, with its
-- usual columns, where this role's search_path finds it: docs/reports/README.md says how.
--
-- Limited by: call
-- Columns
--   at                when
--   source            cel, refresh, alert or dialog (its end)
--   what              the event type of the CEL; what became of the refresh; the kind of the alert; the cause of the end
--   channel           channel of the CEL event, or of the leg
--   detail            application of the CEL event; side and punctuality of the refresh; what the alert said
\ir parameters.psql

WITH found AS (
  SELECT linkedid FROM sessionwatch.dialog WHERE call_id = :'call' AND linkedid IS NOT NULL
  UNION
  SELECT linkedid FROM sessionwatch.dialog WHERE uniqueid = :'call' AND linkedid IS NOT NULL
  UNION
  SELECT linkedid FROM sessionwatch.dialog WHERE linkedid = :'call'
  UNION
  SELECT linkedid FROM sessionwatch.dialog
   WHERE dialog_id = CAST(CASE WHEN :'call' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN :'call' END AS uuid)
     AND linkedid IS NOT NULL
), leg AS (
  SELECT d.*
    FROM found f
   CROSS JOIN LATERAL (SELECT * FROM sessionwatch.dialog WHERE linkedid = f.linkedid OFFSET 0) d
), story AS (
  SELECT c.eventtime AS at, 'cel' AS source, c.eventtype::text AS what, c.channame AS channel,
         nullif(c.appname, '') AS detail
    FROM found f
   CROSS JOIN LATERAL (SELECT * FROM cel WHERE linkedid = f.linkedid OFFSET 0) c
  UNION ALL
  SELECT r.requested_at, 'refresh', r.outcome, l.channel,
         r.method || ' by the ' || r.requested_by || coalesce(', ' || replace(r.punctuality, '_', ' '), '')
    FROM leg l
   CROSS JOIN LATERAL (
     SELECT * FROM sessionwatch.refresh WHERE dialog_id = l.dialog_id AND heard_on = l.heard_on OFFSET 0) r
  UNION ALL
  SELECT a.raised_at, 'alert', a.kind, l.channel, a.detail
    FROM leg l
   CROSS JOIN LATERAL (
     SELECT * FROM sessionwatch.alert WHERE dialog_id = l.dialog_id AND heard_on = l.heard_on OFFSET 0) a
  UNION ALL
  SELECT l.ended_at, 'dialog', l.end_cause, l.channel, l.end_reason
    FROM leg l
   WHERE l.ended_at IS NOT NULL
)
SELECT at, source, what, channel, detail
  FROM story
 ORDER BY at, source, what, channel;
