-- The first to write a dialog lays down the day that its rows are kept under.
INSERT INTO sessionwatch.dialog_key (dialog_id, heard_on)
SELECT dialog_id, (first_heard_at AT TIME ZONE 'UTC')::date
  FROM pg_temp.stage_dialog
 ORDER BY dialog_id
ON CONFLICT (dialog_id) DO NOTHING
