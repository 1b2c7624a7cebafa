-- What was last negotiated on a hop stands, in whatever order it is told.
INSERT INTO sessionwatch.dialog_hop AS h
  (dialog_id, heard_on, pbx_id, caller_address, callee_address, first_heard_at, since, interval_s, refresher,
   min_se_s, requested_s)
SELECT dialog_id, heard_on, pbx_id, caller_address, callee_address, first_heard_at, since, interval_s, refresher, min_se_s, requested_s
  FROM pg_temp.stage_hop
 ORDER BY dialog_id, pbx_id, caller_address, callee_address
ON CONFLICT (dialog_id, pbx_id, caller_address, callee_address, heard_on) DO UPDATE SET
  first_heard_at = least(h.first_heard_at, excluded.first_heard_at),
  since = greatest(h.since, excluded.since),
  interval_s = CASE WHEN excluded.since >= h.since THEN excluded.interval_s ELSE h.interval_s END,
  refresher = CASE WHEN excluded.since >= h.since THEN excluded.refresher ELSE h.refresher END,
  min_se_s = CASE WHEN excluded.since >= h.since THEN excluded.min_se_s ELSE h.min_se_s END,
  requested_s = CASE WHEN excluded.since >= h.since THEN excluded.requested_s ELSE h.requested_s END
