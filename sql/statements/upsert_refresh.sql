-- A refresh may be told again when more is known of it, and by several daemons in any order: who knows more of its outcome counts,
-- then who heard it all, then who heard it first. A decided one never becomes pending again.
INSERT INTO sessionwatch.refresh AS r
  (dialog_id, heard_on, seq, method, cseq, requested_by, requested_at, answered_at, status, outcome, due_at,
   punctuality, lateness_ms, interval_s, refresher, confirmed)
SELECT dialog_id, heard_on, seq, method, cseq, requested_by, requested_at, answered_at, status, outcome, due_at,
       punctuality, lateness_ms, interval_s, refresher, confirmed
  FROM pg_temp.stage_refresh
 ORDER BY dialog_id, cseq, requested_by
ON CONFLICT (dialog_id, cseq, requested_by, heard_on) DO UPDATE SET
  seq = excluded.seq,
  method = excluded.method,
  requested_at = excluded.requested_at,
  answered_at = excluded.answered_at,
  status = excluded.status,
  outcome = excluded.outcome,
  due_at = excluded.due_at,
  punctuality = excluded.punctuality,
  lateness_ms = excluded.lateness_ms,
  interval_s = excluded.interval_s,
  refresher = excluded.refresher,
  confirmed = excluded.confirmed
WHERE CASE
        WHEN array_position(ARRAY['pending', 'unanswered', 'glare', 'cancelled', 'rejected', 'turned_off', 'refreshed'], excluded.outcome)
           = array_position(ARRAY['pending', 'unanswered', 'glare', 'cancelled', 'rejected', 'turned_off', 'refreshed'], r.outcome)
        THEN CASE
               WHEN excluded.confirmed = r.confirmed THEN excluded.requested_at <= r.requested_at
               ELSE excluded.confirmed
             END
        ELSE array_position(ARRAY['pending', 'unanswered', 'glare', 'cancelled', 'rejected', 'turned_off', 'refreshed'], excluded.outcome)
           > array_position(ARRAY['pending', 'unanswered', 'glare', 'cancelled', 'rejected', 'turned_off', 'refreshed'], r.outcome)
      END
