-- Several daemons may write to one database: which of them hears a source. Each misses its own alone.

ALTER TABLE sessionwatch.feed ADD COLUMN heard_by text NOT NULL DEFAULT '';
ALTER TABLE sessionwatch.feed DROP CONSTRAINT feed_pkey;
ALTER TABLE sessionwatch.feed ADD CONSTRAINT feed_pkey PRIMARY KEY (heard_by, address, capture_id, node_name);
COMMENT ON COLUMN sessionwatch.feed.heard_by IS 'The daemon that hears it: its host''s name and where it listens';
