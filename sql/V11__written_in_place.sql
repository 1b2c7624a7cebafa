-- A call's row is written when it begins and when it ends, and stays where it is: at a refresh nothing of it changes, and its
-- end touches no index.
--
-- When its last refresh was follows, while it is up, from its refreshes (open_call); the calls that are up are those of
-- dialog_key, which keeps them no longer than that; and the index for drops is on a column that other ends leave alone. Which
-- PBX it is, is asked once a batch, rather than for each row by a foreign key.
--
-- It reads and writes all calls once, to add the column: about a minute per 5 million. It is one transaction: when it is
-- interrupted, everything is as before.

ALTER TABLE sessionwatch.dialog
  ADD COLUMN revision bigint NOT NULL DEFAULT 0,
  ADD COLUMN dropped_at timestamptz GENERATED ALWAYS AS (CASE WHEN end_cause = 'dropped_by_timer' THEN ended_at END) STORED;
COMMENT ON COLUMN sessionwatch.dialog.revision IS
  'By which a daemon sees whether the row is as it left it; 0 when several had a hand in it';
COMMENT ON COLUMN sessionwatch.dialog.dropped_at IS 'ended_at, where the timer dropped the call; null otherwise';
COMMENT ON COLUMN sessionwatch.dialog.refreshed_at IS
  'The 2xx that the session interval runs from; null when none was heard. While the call is up, that of when the row was last written: see open_call';

-- Half of what a row cost. A batch holds the rows of its PBXs (FOR KEY SHARE) until it is written, as the foreign keys did.
ALTER TABLE sessionwatch.dialog DROP CONSTRAINT dialog_of_pbx;
ALTER TABLE sessionwatch.alert DROP CONSTRAINT alert_of_pbx;
ALTER TABLE sessionwatch.dialog_hop DROP CONSTRAINT dialog_hop_of_pbx;
CREATE FUNCTION sessionwatch.keep_pbx() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM sessionwatch.dialog WHERE pbx_id = OLD.pbx_id)
    OR EXISTS (SELECT FROM sessionwatch.alert WHERE pbx_id = OLD.pbx_id)
    OR EXISTS (SELECT FROM sessionwatch.dialog_hop WHERE pbx_id = OLD.pbx_id) THEN
    RAISE EXCEPTION 'PBX "%" has history', OLD.name USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN OLD;
END
$$;
COMMENT ON FUNCTION sessionwatch.keep_pbx() IS 'A PBX stays as long as its history: for the trigger on pbx';
CREATE TRIGGER pbx_has_history BEFORE DELETE ON sessionwatch.pbx
  FOR EACH ROW EXECUTE FUNCTION sessionwatch.keep_pbx();

DROP INDEX sessionwatch.dialog_open;
DROP INDEX sessionwatch.dialog_dropped;
CREATE INDEX dialog_dropped_at ON sessionwatch.dialog (dropped_at) WHERE dropped_at IS NOT NULL;

DELETE FROM sessionwatch.dialog_key k
 WHERE NOT EXISTS (
   SELECT FROM sessionwatch.dialog d
    WHERE d.dialog_id = k.dialog_id
      AND d.heard_on = k.heard_on
      AND d.ended_at IS NULL
      AND NOT d.forgotten);
INSERT INTO sessionwatch.dialog_key (dialog_id, heard_on)
SELECT dialog_id, heard_on FROM sessionwatch.dialog WHERE ended_at IS NULL AND NOT forgotten
ON CONFLICT DO NOTHING;
COMMENT ON TABLE sessionwatch.dialog_key IS
  'The calls that are up, and which day their rows are kept under, laid down by the first daemon that writes one; removed at the call''s end';


-- Columns by name: a generated one is not written.
CREATE OR REPLACE FUNCTION sessionwatch.make_partition(of_table text, begins date, ends date) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  made text := format('%s_p%s', of_table, to_char(begins, 'YYYYMMDD'));
  options text;
  columns text;
BEGIN
  SELECT array_to_string(c.reloptions, ', ') INTO options
    FROM pg_class c
   WHERE c.oid = to_regclass(format('sessionwatch.%I', of_table || '_default'));
  SELECT string_agg(quote_ident(a.attname), ', ') INTO columns
    FROM pg_attribute a
   WHERE a.attrelid = to_regclass(format('sessionwatch.%I', of_table))
     AND a.attnum > 0
     AND NOT a.attisdropped
     AND a.attgenerated = '';
  EXECUTE format('CREATE TABLE sessionwatch.%I (LIKE sessionwatch.%I INCLUDING ALL)', made, of_table);
  IF options <> '' THEN
    EXECUTE format('ALTER TABLE sessionwatch.%I SET (%s)', made, options);
  END IF;
  EXECUTE format(
    'LOCK TABLE sessionwatch.%I IN SHARE UPDATE EXCLUSIVE MODE', of_table);
  EXECUTE format(
    'WITH moved AS (DELETE FROM sessionwatch.%I WHERE heard_on >= %L AND heard_on < %L RETURNING %s)'
    ' INSERT INTO sessionwatch.%I (%s) SELECT * FROM moved',
    of_table || '_default', begins, ends, columns, made, columns);
  EXECUTE format(
    'ALTER TABLE sessionwatch.%I ATTACH PARTITION sessionwatch.%I FOR VALUES FROM (%L) TO (%L)',
    of_table, made, begins, ends);
  RETURN made;
END
$$;


-- A page has room for the end of each of its calls: that of a call which ended together with its neighbours as well.
DO $$
DECLARE
  one text;
BEGIN
  FOR one IN SELECT p.partition FROM sessionwatch.partitions p WHERE p.of_table = 'dialog' LOOP
    EXECUTE format('ALTER TABLE sessionwatch.%I SET (fillfactor = 50)', one);
  END LOOP;
END
$$;


CREATE VIEW sessionwatch.open_call AS
SELECT d.dialog_id,
       d.heard_on,
       d.pbx_id,
       d.call_id,
       d.caller,
       d.callee,
       d.caller_user_agent,
       d.callee_user_agent,
       d.first_heard_at,
       d.established_at,
       greatest(d.refreshed_at, r.answered_at) AS refreshed_at,
       d.timer_state,
       d.interval_s,
       d.refresher,
       d.min_se_s,
       d.channel,
       d.uniqueid,
       d.linkedid
  FROM sessionwatch.dialog_key k
  JOIN sessionwatch.dialog d ON d.dialog_id = k.dialog_id AND d.heard_on = k.heard_on
  LEFT JOIN LATERAL (
    SELECT answered_at
      FROM sessionwatch.refresh
     WHERE dialog_id = k.dialog_id
       AND heard_on = k.heard_on
       AND outcome IN ('refreshed', 'turned_off')
     ORDER BY seq DESC
     LIMIT 1) r ON true
 WHERE d.ended_at IS NULL
   AND NOT d.forgotten;
COMMENT ON VIEW sessionwatch.open_call IS 'The calls that are up: their rows in dialog, with the last refresh as it follows from refresh';
COMMENT ON COLUMN sessionwatch.open_call.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.open_call.heard_on IS 'UTC day on which it was first heard: the partition key';
COMMENT ON COLUMN sessionwatch.open_call.pbx_id IS 'The PBX that heard it first';
COMMENT ON COLUMN sessionwatch.open_call.call_id IS 'Call-ID';
COMMENT ON COLUMN sessionwatch.open_call.caller IS 'URI of the caller';
COMMENT ON COLUMN sessionwatch.open_call.callee IS 'URI of the callee';
COMMENT ON COLUMN sessionwatch.open_call.caller_user_agent IS 'Latest User-Agent or Server of the caller';
COMMENT ON COLUMN sessionwatch.open_call.callee_user_agent IS 'Latest User-Agent or Server of the callee';
COMMENT ON COLUMN sessionwatch.open_call.first_heard_at IS 'The first message heard of it';
COMMENT ON COLUMN sessionwatch.open_call.established_at IS 'First 2xx; null when it was first heard in mid-call';
COMMENT ON COLUMN sessionwatch.open_call.refreshed_at IS 'The 2xx that the session interval runs from; null when none was heard';
COMMENT ON COLUMN sessionwatch.open_call.timer_state IS 'active, off, optional, none or unknown';
COMMENT ON COLUMN sessionwatch.open_call.interval_s IS 'Session interval in seconds; null unless active or optional';
COMMENT ON COLUMN sessionwatch.open_call.refresher IS 'The side that has to refresh: caller or callee';
COMMENT ON COLUMN sessionwatch.open_call.min_se_s IS 'The largest Min-SE of the negotiation in seconds';
COMMENT ON COLUMN sessionwatch.open_call.channel IS 'The PBX''s channel name; null when the PBX was not asked';
COMMENT ON COLUMN sessionwatch.open_call.uniqueid IS 'The channel''s uniqueid';
COMMENT ON COLUMN sessionwatch.open_call.linkedid IS 'The uniqueid that all legs of the call share';


CREATE OR REPLACE VIEW sessionwatch.calls_at_risk AS
SELECT d.dialog_id,
       p.name AS pbx,
       d.call_id,
       d.caller,
       d.callee,
       d.refresher,
       CASE d.refresher WHEN 'caller' THEN d.caller_user_agent WHEN 'callee' THEN d.callee_user_agent END
         AS refresher_user_agent,
       d.interval_s,
       d.refreshed_at,
       d.refreshed_at + make_interval(secs => d.interval_s / 2.0) AS due_at,
       d.refreshed_at + make_interval(secs => d.interval_s - least(32, d.interval_s / 3.0)) AS at_risk_at,
       d.refreshed_at + make_interval(secs => d.interval_s) AS expires_at,
       a.alerts,
       a.at_risk_since,
       a.confirmed,
       d.channel,
       d.uniqueid,
       d.linkedid
  FROM sessionwatch.open_call d
  JOIN sessionwatch.pbx p USING (pbx_id)
  JOIN LATERAL (
    SELECT array_agg(a.kind ORDER BY a.raised_at, a.kind) AS alerts,
           min(a.raised_at) AS at_risk_since,
           bool_or(a.confirmed) AS confirmed
      FROM sessionwatch.alert a
     WHERE a.dialog_id = d.dialog_id
       AND a.heard_on = d.heard_on
       AND a.cleared_at IS NULL
       AND a.kind IN ('REFRESH_LATE', 'REFRESH_MISSED', 'SESSION_EXPIRED', 'REFRESH_UNANSWERED', 'REFRESH_REJECTED')
       AND (d.refreshed_at IS NULL OR a.raised_at >= d.refreshed_at)
  ) a ON a.alerts IS NOT NULL
 WHERE d.timer_state = 'active'
   -- Asked first, since few calls have one.
   AND EXISTS (
     SELECT
       FROM sessionwatch.alert x
      WHERE x.dialog_id = d.dialog_id
        AND x.heard_on = d.heard_on
        AND x.cleared_at IS NULL
        AND x.kind IN ('REFRESH_LATE', 'REFRESH_MISSED', 'SESSION_EXPIRED', 'REFRESH_UNANSWERED', 'REFRESH_REJECTED'));


-- ---- Drops, by the column that is indexed

CREATE OR REPLACE VIEW sessionwatch.dropped_by_timer AS
SELECT d.dialog_id,
       p.name AS pbx,
       d.call_id,
       d.caller,
       d.callee,
       d.established_at,
       d.dropped_at AS ended_at,
       d.dropped_at - coalesce(d.established_at, d.first_heard_at) AS lasted,
       d.end_certain AS certain,
       d.end_reason,
       d.interval_s,
       d.refresher,
       CASE d.refresher WHEN 'caller' THEN d.caller_user_agent WHEN 'callee' THEN d.callee_user_agent END
         AS refresher_user_agent,
       d.refreshed_at,
       l.requested_at AS last_request_at,
       l.outcome AS last_outcome,
       l.status AS last_status,
       d.channel,
       d.uniqueid,
       d.linkedid,
       d.hangup_cause,
       d.hangup_tech_cause,
       d.heard_on
  FROM sessionwatch.dialog d
  JOIN sessionwatch.pbx p USING (pbx_id)
  LEFT JOIN LATERAL (
    SELECT r.requested_at, r.outcome, r.status
      FROM sessionwatch.refresh r
     WHERE r.dialog_id = d.dialog_id
       AND r.heard_on = d.heard_on
     ORDER BY r.requested_at DESC, r.seq DESC
     LIMIT 1) l ON true
 WHERE d.dropped_at IS NOT NULL;


CREATE OR REPLACE VIEW sessionwatch.timer_event AS
SELECT dialog_id,
       heard_on,
       requested_at AS happened_at,
       requested_by AS side,
       0 AS calls,
       0 AS parties,
       refreshes,
       on_time,
       late,
       failed,
       0 AS refused,
       0 AS alerts,
       0 AS missed,
       0 AS dropped_by_timer,
       lateness_ms
  FROM sessionwatch.counted_refresh
UNION ALL
SELECT dialog_id,
       heard_on,
       requested_at,
       CASE requested_by WHEN 'caller' THEN 'callee' ELSE 'caller' END,
       0, 0, 0, 0, 0, 0, refused, 0, 0, 0, NULL
  FROM sessionwatch.counted_refresh
 WHERE refused = 1
UNION ALL
SELECT dialog_id,
       heard_on,
       raised_at,
       NULL,
       0, 0, 0, 0, 0, 0, 0, 1, (kind = 'REFRESH_MISSED')::integer, 0, NULL
  FROM sessionwatch.alert
 WHERE dialog_id IS NOT NULL
UNION ALL
SELECT dialog_id,
       heard_on,
       first_heard_at,
       side,
       (side = 'caller')::integer, 1, 0, 0, 0, 0, 0, 0, 0, 0, NULL
  FROM sessionwatch.dialog, (VALUES ('caller'), ('callee')) AS party (side)
UNION ALL
SELECT dialog_id,
       heard_on,
       dropped_at,
       NULL,
       0, 0, 0, 0, 0, 0, 0, 0, 0, 1, NULL
  FROM sessionwatch.dialog
 WHERE dropped_at IS NOT NULL;


-- ---- Calls of before the period that are still up, by open_call

CREATE OR REPLACE FUNCTION sessionwatch.report_period(
  since_said text, until_said text, pbx_said text,
  OUT since timestamptz, OUT until timestamptz, OUT first_day date, OUT last_day date)
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  since := sessionwatch.report_time(since_said);
  until := sessionwatch.report_time(until_said);
  IF since >= until THEN
    RAISE EXCEPTION 'the period is empty: since "%" (%) is not before until "%" (%)', since_said, since, until_said, until
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF pbx_said <> '' AND NOT EXISTS (SELECT FROM sessionwatch.pbx WHERE name = pbx_said) THEN
    RAISE EXCEPTION 'no PBX is named "%"', pbx_said USING
      ERRCODE = 'invalid_parameter_value',
      HINT = coalesce('Known: ' || (SELECT string_agg(name, ', ' ORDER BY name) FROM sessionwatch.pbx) || '.',
                      'None is known yet.');
  END IF;
  SELECT least((report_period.since AT TIME ZONE 'UTC')::date - 8, min(d.heard_on) - 1)
    INTO first_day
    FROM sessionwatch.open_call d
   WHERE d.heard_on <= (report_period.since AT TIME ZONE 'UTC')::date - 6
     AND d.first_heard_at < report_period.since - interval '7 days'
     AND d.refreshed_at >= report_period.since - interval '1 day';
  last_day := (until AT TIME ZONE 'UTC')::date + 1;
END
$$;


-- The writer takes a call's key away at its end (roles.sql says so of a schema that is new).
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sessionwatch_writer') THEN
    GRANT DELETE ON sessionwatch.dialog_key TO sessionwatch_writer;
  END IF;
END
$$;
