INSERT INTO sessionwatch.history_gap (gap_id, began_at, ended_at, lost, reason)
VALUES (:gapId, :beganAt, :endedAt, :lost, :reason)
ON CONFLICT (gap_id) DO NOTHING
