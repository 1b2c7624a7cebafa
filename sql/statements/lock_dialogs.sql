-- In the order that all daemons keep to.
SELECT count(*)
  FROM (SELECT 1
          FROM pg_temp.stage_dialog s
          JOIN sessionwatch.dialog d ON d.dialog_id = s.dialog_id AND d.heard_on = s.heard_on
         ORDER BY s.dialog_id
           FOR NO KEY UPDATE OF d) locked
