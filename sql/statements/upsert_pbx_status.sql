INSERT INTO sessionwatch.pbx_status AS s
  (pbx_id, up, since, checked_at, round_trip_ms, supports_timer, allows_update)
VALUES
  ((SELECT pbx_id FROM sessionwatch.pbx WHERE name = :pbx),
   :up, :since, :checkedAt, :roundTripMs, :supportsTimer, :allowsUpdate)
ON CONFLICT (pbx_id) DO UPDATE SET
  up = excluded.up,
  since = excluded.since,
  checked_at = excluded.checked_at,
  round_trip_ms = excluded.round_trip_ms,
  supports_timer = excluded.supports_timer,
  allows_update = excluded.allows_update
WHERE s.checked_at <= excluded.checked_at
