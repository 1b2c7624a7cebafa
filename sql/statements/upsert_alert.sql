-- Writes an alert, and tells LISTEN sessionwatch_alert of it in the same transaction when it is new,
-- newly confirmed or newly cleared. What was cleared or confirmed stays so.
WITH day AS (
  SELECT coalesce(
           (SELECT heard_on FROM sessionwatch.dialog_key WHERE dialog_id = CAST(:dialogId AS uuid)),
           (CAST(:raisedAt AS timestamptz) AT TIME ZONE 'UTC')::date) AS heard_on
), known AS (
  SELECT cleared_at, confirmed
    FROM sessionwatch.alert
   WHERE alert_id = :alertId
     AND heard_on = (SELECT heard_on FROM day)
), written AS (
  INSERT INTO sessionwatch.alert AS a
    (heard_on, alert_id, dialog_id, pbx_id, kind, severity, raised_at, cleared_at, confirmed, detail, hint)
  VALUES
    ((SELECT heard_on FROM day), :alertId, CAST(:dialogId AS uuid), (SELECT pbx_id FROM sessionwatch.pbx WHERE name = :pbx),
     :kind, :severity, :raisedAt, :clearedAt, :confirmed, :detail, :hint)
  ON CONFLICT (alert_id, heard_on) DO UPDATE SET
    -- Several daemons may tell of it: the first to notice words it, unless another is certain.
    (raised_at, severity, detail, hint) = (
      SELECT least(a.raised_at, excluded.raised_at),
             CASE WHEN w.better THEN excluded.severity ELSE a.severity END,
             CASE WHEN w.better THEN excluded.detail ELSE a.detail END,
             CASE WHEN w.better THEN excluded.hint ELSE a.hint END
        FROM (SELECT CASE WHEN excluded.confirmed = a.confirmed THEN excluded.raised_at <= a.raised_at
                          ELSE excluded.confirmed END AS better) w),
    cleared_at = least(a.cleared_at, excluded.cleared_at),
    confirmed = a.confirmed OR excluded.confirmed
  RETURNING a.cleared_at, a.confirmed
)
SELECT pg_notify('sessionwatch_alert', :json)
  FROM written w
  LEFT JOIN known k ON true
 WHERE NOT EXISTS (SELECT FROM known)
    OR (k.cleared_at IS NULL AND w.cleared_at IS NOT NULL)
    OR (NOT k.confirmed AND w.confirmed)
