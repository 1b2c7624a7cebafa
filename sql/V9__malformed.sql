-- What a source of mirrored SIP sends that cannot be read.

ALTER TABLE sessionwatch.feed ADD COLUMN malformed bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN sessionwatch.feed.malformed IS 'Messages that could not be read: no sound HEP (counted for the first source of its address) or no sound SIP';
