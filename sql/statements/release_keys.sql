-- Of dialogs that are not up any more.
DELETE FROM sessionwatch.dialog_key k
 USING pg_temp.stage_dialog s
  JOIN sessionwatch.dialog d ON d.dialog_id = s.dialog_id AND d.heard_on = s.heard_on
 WHERE k.dialog_id = s.dialog_id
   AND (d.ended_at IS NOT NULL OR d.forgotten)
