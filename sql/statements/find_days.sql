-- The day of each dialog: where it is, though it may have ended, or where its first writer has just laid down that it will be.
-- Asked once its key is held, so that whoever else writes it has done so or waits.
SELECT s.dialog_id, coalesce(d.heard_on, k.heard_on) AS heard_on, d.heard_on <> k.heard_on AS elsewhere
  FROM pg_temp.stage_key s
  JOIN sessionwatch.dialog_key k ON k.dialog_id = s.dialog_id
  LEFT JOIN LATERAL (
    SELECT heard_on
      FROM sessionwatch.dialog
     WHERE dialog_id = s.dialog_id
       AND heard_on BETWEEN s.heard_on - 8 AND s.heard_on + 1
     ORDER BY heard_on
     LIMIT 1) d ON true
