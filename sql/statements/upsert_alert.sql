-- Writes the alerts of a turn, and tells LISTEN sessionwatch_alert in the same transaction of each that is new, newly confirmed or
-- newly cleared. What was cleared or confirmed stays so. An alert is in a turn once: raised in one, cleared in a later one.
WITH told AS (
  SELECT * FROM pg_temp.stage_alert WHERE turn = :turn
), known AS (
  SELECT a.*
    FROM told t
   CROSS JOIN LATERAL (
     SELECT alert_id, cleared_at, confirmed
       FROM sessionwatch.alert
      WHERE alert_id = t.alert_id
        AND heard_on = t.heard_on
     OFFSET 0) a
), written AS (
  INSERT INTO sessionwatch.alert AS a
    (heard_on, alert_id, dialog_id, pbx_id, kind, severity, raised_at, cleared_at, confirmed, detail, hint)
  SELECT heard_on, alert_id, dialog_id, pbx_id, kind, severity, raised_at, cleared_at, confirmed, detail, hint
    FROM told
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
  RETURNING a.alert_id, a.cleared_at, a.confirmed
), news AS (
  SELECT t.json
    FROM written w
    JOIN told t ON t.alert_id = w.alert_id
    LEFT JOIN known k ON k.alert_id = w.alert_id
   WHERE k.alert_id IS NULL
      OR (k.cleared_at IS NULL AND w.cleared_at IS NOT NULL)
      OR (NOT k.confirmed AND w.confirmed)
   ORDER BY t.n
   OFFSET 0
)
SELECT count(pg_notify('sessionwatch_alert', json)) FROM news
