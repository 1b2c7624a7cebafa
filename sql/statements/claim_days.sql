-- The first to write a dialog lays down the day that its rows are kept under.
INSERT INTO sessionwatch.dialog_key (dialog_id, heard_on)
SELECT dialog_id, heard_on
  FROM pg_temp.stage_key
 ORDER BY dialog_id
ON CONFLICT (dialog_id) DO NOTHING
