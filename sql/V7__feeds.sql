-- Which feeds are heard: one row a source of mirrored SIP. The daemon refreshes it about three times a minute, and at its
-- start takes up from it which sources it has to miss.

CREATE TABLE sessionwatch.feed (
  address         text NOT NULL,
  capture_id      bigint NOT NULL CHECK (capture_id BETWEEN 0 AND 4294967295),
  node_name       text NOT NULL,
  silent          boolean NOT NULL,
  first_heard_at  timestamptz NOT NULL,
  last_heard_at   timestamptz NOT NULL,
  longest_pause   interval NOT NULL,
  messages        bigint NOT NULL,
  not_sip         bigint NOT NULL,
  duplicates      bigint NOT NULL,
  gaps            bigint NOT NULL,
  clock_ahead_ms  double precision,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (address, capture_id, node_name)
);
COMMENT ON TABLE sessionwatch.feed IS 'The sources of mirrored SIP: which are heard, which have fallen silent; counts are since the start of the daemon';
COMMENT ON COLUMN sessionwatch.feed.address IS 'Where its messages come from';
COMMENT ON COLUMN sessionwatch.feed.capture_id IS 'Its HEP capture id; 0 for none';
COMMENT ON COLUMN sessionwatch.feed.node_name IS 'Its HEP node name; empty for none';
COMMENT ON COLUMN sessionwatch.feed.silent IS 'Whether it used to speak and has fallen silent';
COMMENT ON COLUMN sessionwatch.feed.first_heard_at IS 'Its first message';
COMMENT ON COLUMN sessionwatch.feed.last_heard_at IS 'Its last message';
COMMENT ON COLUMN sessionwatch.feed.longest_pause IS 'The longest pause between its messages in the last 7 days that was not told as silence';
COMMENT ON COLUMN sessionwatch.feed.messages IS 'SIP messages';
COMMENT ON COLUMN sessionwatch.feed.not_sip IS 'RTCP reports and log lines, set aside';
COMMENT ON COLUMN sessionwatch.feed.duplicates IS 'Messages whose very bytes had been heard in the 32 s before: sent again, or mirrored twice';
COMMENT ON COLUMN sessionwatch.feed.gaps IS 'How often it fell silent or its connection broke';
COMMENT ON COLUMN sessionwatch.feed.clock_ahead_ms IS 'How far its clock is ahead of the daemon''s, negative when behind; null where its messages have no time. Deadlines do not follow it';
COMMENT ON COLUMN sessionwatch.feed.updated_at IS 'When this row was written';
