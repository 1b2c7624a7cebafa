-- The timer of a dialog as each capture point saw it. Proxies rewrite intervals, so what passed before one and behind it may
-- differ; dialog itself has what is in force.

CREATE TABLE sessionwatch.dialog_hop (
  dialog_id      uuid NOT NULL,
  first_heard_at timestamptz NOT NULL,
  since          timestamptz NOT NULL,
  heard_on       date NOT NULL,
  pbx_id         integer NOT NULL CONSTRAINT dialog_hop_of_pbx REFERENCES sessionwatch.pbx,
  interval_s     integer CHECK (interval_s >= 0),
  min_se_s       integer CHECK (min_se_s >= 0),
  requested_s    integer CHECK (requested_s >= 0),
  caller_address text NOT NULL,
  callee_address text NOT NULL,
  refresher      text CHECK (refresher IN ('caller', 'callee')),
  CONSTRAINT dialog_hop_key PRIMARY KEY (dialog_id, pbx_id, caller_address, callee_address, heard_on)
) PARTITION BY RANGE (heard_on);
CREATE TABLE sessionwatch.dialog_hop_default PARTITION OF sessionwatch.dialog_hop DEFAULT;
COMMENT ON TABLE sessionwatch.dialog_hop IS 'One row a hop that a dialog was heard on: which timer was negotiated there. At most 32 a dialog';
COMMENT ON TABLE sessionwatch.dialog_hop_default IS 'Hops of a time that has no partition yet: see maintain()';
COMMENT ON COLUMN sessionwatch.dialog_hop.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.dialog_hop.first_heard_at IS 'The first message heard there: in this order a call passes its hops';
COMMENT ON COLUMN sessionwatch.dialog_hop.since IS 'The first 2xx that carried these values';
COMMENT ON COLUMN sessionwatch.dialog_hop.heard_on IS 'The dialog''s heard_on: join by dialog_id and heard_on';
COMMENT ON COLUMN sessionwatch.dialog_hop.pbx_id IS 'The PBX that heard it there';
COMMENT ON COLUMN sessionwatch.dialog_hop.interval_s IS 'Session interval in the 2xx, in seconds; null when it had none';
COMMENT ON COLUMN sessionwatch.dialog_hop.min_se_s IS 'Min-SE in its request, in seconds; null when it had none';
COMMENT ON COLUMN sessionwatch.dialog_hop.requested_s IS 'Session-Expires in its request, in seconds; null when it had none';
COMMENT ON COLUMN sessionwatch.dialog_hop.caller_address IS 'Address and port on the caller''s side; empty where the mirror does not say';
COMMENT ON COLUMN sessionwatch.dialog_hop.callee_address IS 'Address and port on the callee''s side; empty where the mirror does not say';
COMMENT ON COLUMN sessionwatch.dialog_hop.refresher IS 'The side that the 2xx makes the refresher: caller or callee; null when it has no interval';

COMMENT ON COLUMN sessionwatch.alert.alert_id IS
  'Derived from the dialog, the kind and its subject (rule, request or interval): every daemon computes the same one, however many milliseconds apart they heard it';

-- The partitions that the other tables have already.
DO $$ BEGIN PERFORM sessionwatch.maintain(); END $$;
