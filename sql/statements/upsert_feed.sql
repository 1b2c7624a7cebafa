INSERT INTO sessionwatch.feed AS f
  (heard_by, address, capture_id, node_name, silent, first_heard_at, last_heard_at, longest_pause, messages, not_sip, duplicates,
   malformed, gaps, clock_ahead_ms, updated_at)
VALUES
  (:heardBy, :address, :captureId, :nodeName, :silent, :firstHeardAt, :lastHeardAt, CAST(:longestPauseMs AS double precision) * interval '1 millisecond', :messages,
   :notSip, :duplicates, :malformed, :gaps, :clockAheadMs, now())
ON CONFLICT (heard_by, address, capture_id, node_name) DO UPDATE SET
  silent = excluded.silent,
  first_heard_at = least(f.first_heard_at, excluded.first_heard_at),
  last_heard_at = greatest(f.last_heard_at, excluded.last_heard_at),
  longest_pause = excluded.longest_pause,
  messages = excluded.messages,
  not_sip = excluded.not_sip,
  duplicates = excluded.duplicates,
  malformed = excluded.malformed,
  gaps = excluded.gaps,
  clock_ahead_ms = coalesce(excluded.clock_ahead_ms, f.clock_ahead_ms),
  updated_at = excluded.updated_at
