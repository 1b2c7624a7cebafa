-- A dialog that had ended is told of again, by somebody who took its day to be another.
UPDATE sessionwatch.dialog_key SET heard_on = :heardOn WHERE dialog_id = :dialogId
