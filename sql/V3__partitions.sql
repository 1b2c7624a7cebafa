-- The history divided by time: dialog, refresh and alert are partitioned by heard_on, so that old history is dropped in an
-- instant, what is written stays in memory, and a report that is limited in time reads its weeks only.
--
-- heard_on is the UTC day on which the dialog was first heard, the same for all its rows. Two daemons that hear a call at
-- midnight would differ on that day, so the first to write the dialog lays it down in dialog_key and all others look it up.
-- An alert about a whole PBX counts for the UTC day it was raised on.
--
-- The rows of an earlier release are moved: on a large history this takes about a minute per 5 million rows and needs room for a
-- second copy until it is done. It is one transaction: when it is interrupted, everything is as before.

DROP VIEW sessionwatch.reliability_daily, sessionwatch.reliability_by_trunk, sessionwatch.reliability_by_user_agent,
  sessionwatch.calls_at_risk, sessionwatch.dropped_by_timer, sessionwatch.call_reliability;
ALTER TABLE sessionwatch.dialog RENAME TO old_dialog;
ALTER TABLE sessionwatch.refresh RENAME TO old_refresh;
ALTER TABLE sessionwatch.alert RENAME TO old_alert;
DROP INDEX sessionwatch.dialog_call_id, sessionwatch.dialog_open, sessionwatch.dialog_first_heard_at,
  sessionwatch.dialog_ended_at, sessionwatch.dialog_uniqueid, sessionwatch.dialog_linkedid,
  sessionwatch.refresh_requested_at,
  sessionwatch.alert_dialog_id, sessionwatch.alert_raised_at, sessionwatch.alert_open;


CREATE TABLE sessionwatch.dialog_key (
  dialog_id uuid CONSTRAINT dialog_key_id PRIMARY KEY,
  heard_on  date NOT NULL
);
COMMENT ON TABLE sessionwatch.dialog_key IS
  'Which day a dialog''s rows are kept under, laid down by the first daemon that writes it. Forgotten 8 days later, once the dialog ended: from then on its own first_heard_at tells';
COMMENT ON COLUMN sessionwatch.dialog_key.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.dialog_key.heard_on IS 'The day';


-- Columns go by width, which saves 16 bytes a row.
CREATE TABLE sessionwatch.dialog (
  dialog_id             uuid NOT NULL,
  first_heard_at        timestamptz NOT NULL,
  established_at        timestamptz,
  ended_at              timestamptz,
  refreshed_at          timestamptz,
  heard_on              date NOT NULL,
  pbx_id                integer NOT NULL CONSTRAINT dialog_of_pbx REFERENCES sessionwatch.pbx,
  interval_s            integer CHECK (interval_s >= 0),
  min_se_s              integer NOT NULL CHECK (min_se_s >= 0),
  hangup_cause          integer,
  caller_supports_timer boolean,
  callee_supports_timer boolean,
  caller_allows_update  boolean,
  callee_allows_update  boolean,
  end_certain           boolean NOT NULL,
  forgotten             boolean NOT NULL,
  call_id               text NOT NULL,
  caller_tag            text NOT NULL,
  callee_tag            text NOT NULL,
  caller                text NOT NULL,
  callee                text NOT NULL,
  caller_user_agent     text,
  callee_user_agent     text,
  end_cause             text CHECK (end_cause IN ('bye', 'dropped_by_timer', 'rejected')),
  end_reason            text,
  timer_state           text NOT NULL CHECK (timer_state IN ('active', 'off', 'optional', 'none', 'unknown')),
  refresher             text CHECK (refresher IN ('caller', 'callee')),
  channel               text,
  uniqueid              text,
  linkedid              text,
  hangup_cause_text     text,
  hangup_tech_cause     text,
  CONSTRAINT dialog_key_and_day PRIMARY KEY (dialog_id, heard_on)
) PARTITION BY RANGE (heard_on);
COMMENT ON TABLE sessionwatch.dialog IS 'One row an established dialog: one leg of a call between two parties';
COMMENT ON COLUMN sessionwatch.dialog.dialog_id IS 'Derived from Call-ID and both tags: every daemon that hears the call computes the same one';
COMMENT ON COLUMN sessionwatch.dialog.pbx_id IS 'The PBX that heard it first';
COMMENT ON COLUMN sessionwatch.dialog.call_id IS 'Call-ID';
COMMENT ON COLUMN sessionwatch.dialog.caller_tag IS 'Tag of the caller';
COMMENT ON COLUMN sessionwatch.dialog.callee_tag IS 'Tag of the callee';
COMMENT ON COLUMN sessionwatch.dialog.caller IS 'URI of the side that sent the first INVITE (first heard in mid-call: the first message)';
COMMENT ON COLUMN sessionwatch.dialog.callee IS 'URI of the other side';
COMMENT ON COLUMN sessionwatch.dialog.caller_user_agent IS 'Latest User-Agent or Server of the caller; null when it sent none';
COMMENT ON COLUMN sessionwatch.dialog.callee_user_agent IS 'Latest User-Agent or Server of the callee; null when it sent none';
COMMENT ON COLUMN sessionwatch.dialog.caller_supports_timer IS 'Whether the caller''s latest request or 2xx listed timer in Supported; null when unknown';
COMMENT ON COLUMN sessionwatch.dialog.callee_supports_timer IS 'Whether the callee''s latest request or 2xx listed timer in Supported; null when unknown';
COMMENT ON COLUMN sessionwatch.dialog.caller_allows_update IS 'Whether the caller''s latest Allow listed UPDATE; null when it sent none';
COMMENT ON COLUMN sessionwatch.dialog.callee_allows_update IS 'Whether the callee''s latest Allow listed UPDATE; null when it sent none';
COMMENT ON COLUMN sessionwatch.dialog.first_heard_at IS 'The first message heard of it';
COMMENT ON COLUMN sessionwatch.dialog.established_at IS 'First 2xx to its INVITE; null when it was first heard in mid-call';
COMMENT ON COLUMN sessionwatch.dialog.ended_at IS 'Its end; null while it is open, or when the end was never heard (see forgotten)';
COMMENT ON COLUMN sessionwatch.dialog.end_cause IS 'bye, dropped_by_timer, or rejected (never established); null while it is open';
COMMENT ON COLUMN sessionwatch.dialog.end_certain IS 'false where a drop by the timer is only probable';
COMMENT ON COLUMN sessionwatch.dialog.end_reason IS 'Text of the Reason header of the BYE; null when there was none';
COMMENT ON COLUMN sessionwatch.dialog.forgotten IS 'true when nothing was heard for so long that it is no longer watched; its end is unknown';
COMMENT ON COLUMN sessionwatch.dialog.timer_state IS 'active; off (turned off); optional (the caller may run it alone); none (never negotiated); unknown (first heard in mid-call)';
COMMENT ON COLUMN sessionwatch.dialog.interval_s IS 'Session interval in seconds, as last negotiated; null unless active or optional';
COMMENT ON COLUMN sessionwatch.dialog.refresher IS 'The side that has to refresh: caller or callee; null unless active or optional';
COMMENT ON COLUMN sessionwatch.dialog.min_se_s IS 'The largest Min-SE of the negotiation in seconds; 90 where none was sent';
COMMENT ON COLUMN sessionwatch.dialog.refreshed_at IS 'The 2xx that the session interval runs from; null when none was heard';
COMMENT ON COLUMN sessionwatch.dialog.channel IS 'The PBX''s channel name, such as PJSIP/100-00000001; null when the PBX was not asked';
COMMENT ON COLUMN sessionwatch.dialog.uniqueid IS 'The channel''s uniqueid: joins Asterisk''s CDR and CEL';
COMMENT ON COLUMN sessionwatch.dialog.linkedid IS 'The uniqueid that all legs of the call share: joins Asterisk''s CDR and CEL';
COMMENT ON COLUMN sessionwatch.dialog.hangup_cause IS 'Q.850 cause that the PBX gave for the hangup; null when it said nothing';
COMMENT ON COLUMN sessionwatch.dialog.hangup_cause_text IS 'Text of hangup_cause';
COMMENT ON COLUMN sessionwatch.dialog.hangup_tech_cause IS 'SIP status behind the hangup, from Asterisk releases that tell (TechCause)';
COMMENT ON COLUMN sessionwatch.dialog.heard_on IS
  'UTC day on which it was first heard: the partition key, the same in all rows of a dialog. A query that is limited by it reads those weeks only';

-- A Call-ID is as long as its sender likes, which a hash index bears and a B-tree does not.
CREATE INDEX dialog_call_id ON sessionwatch.dialog USING hash (call_id);
CREATE INDEX dialog_linkedid ON sessionwatch.dialog USING hash (linkedid);
CREATE INDEX dialog_open ON sessionwatch.dialog (first_heard_at) WHERE ended_at IS NULL AND NOT forgotten;
CREATE INDEX dialog_dropped ON sessionwatch.dialog (ended_at) WHERE end_cause = 'dropped_by_timer';
-- Rows lie in order of time as it is; what this index adds is 50 bytes a thousand rows.
CREATE INDEX dialog_first_heard_at ON sessionwatch.dialog USING brin (first_heard_at) WITH (pages_per_range = 32);


CREATE TABLE sessionwatch.refresh (
  dialog_id    uuid NOT NULL,
  requested_at timestamptz NOT NULL,
  answered_at  timestamptz,
  due_at       timestamptz,
  cseq         bigint NOT NULL CHECK (cseq >= 0),
  lateness_ms  bigint,
  heard_on     date NOT NULL,
  seq          integer NOT NULL CHECK (seq >= 1),
  status       integer CHECK (status BETWEEN 200 AND 699),
  interval_s   integer CHECK (interval_s >= 0),
  confirmed    boolean NOT NULL,
  method       text NOT NULL CHECK (method IN ('INVITE', 'UPDATE')),
  requested_by text NOT NULL CHECK (requested_by IN ('caller', 'callee')),
  outcome      text NOT NULL CHECK (outcome IN
    ('refreshed', 'turned_off', 'rejected', 'unanswered', 'glare', 'cancelled', 'pending')),
  punctuality  text CHECK (punctuality IN ('early', 'on_time', 'late')),
  refresher    text CHECK (refresher IN ('caller', 'callee')),
  CONSTRAINT refresh_key PRIMARY KEY (dialog_id, cseq, requested_by, heard_on)
) PARTITION BY RANGE (heard_on);
COMMENT ON TABLE sessionwatch.refresh IS
  'The refresh history: one row an INVITE or UPDATE transaction inside an established dialog, however often it was retransmitted, proxied or challenged';
COMMENT ON COLUMN sessionwatch.refresh.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.refresh.seq IS 'Its place among the dialog''s refreshes, from 1, in order of the requests';
COMMENT ON COLUMN sessionwatch.refresh.method IS 'INVITE or UPDATE';
COMMENT ON COLUMN sessionwatch.refresh.cseq IS 'CSeq number of its first request';
COMMENT ON COLUMN sessionwatch.refresh.requested_by IS 'The side that sent the request: caller or callee';
COMMENT ON COLUMN sessionwatch.refresh.requested_at IS 'First copy of the request (the response''s, where only that was heard)';
COMMENT ON COLUMN sessionwatch.refresh.answered_at IS 'First copy of the final response; null while there is none';
COMMENT ON COLUMN sessionwatch.refresh.status IS 'Final SIP status; null while there is none';
COMMENT ON COLUMN sessionwatch.refresh.outcome IS
  'refreshed (2xx with a session interval), turned_off (2xx without), rejected, unanswered (no final response in 32 s), glare (491, no retry got through), cancelled (487), pending (not decided yet)';
COMMENT ON COLUMN sessionwatch.refresh.due_at IS 'Half of the session interval that it met; null when no timer was active';
COMMENT ON COLUMN sessionwatch.refresh.punctuality IS 'The request against due_at and the tolerance: early, on_time or late; null when no timer was active';
COMMENT ON COLUMN sessionwatch.refresh.lateness_ms IS 'requested_at - due_at in milliseconds, negative when early; null when no timer was active';
COMMENT ON COLUMN sessionwatch.refresh.interval_s IS 'Session interval in force after it, in seconds; null when none';
COMMENT ON COLUMN sessionwatch.refresh.refresher IS 'Refresher in force after it: caller or callee; null when none';
COMMENT ON COLUMN sessionwatch.refresh.confirmed IS 'false where part of it was concluded rather than heard';
COMMENT ON COLUMN sessionwatch.refresh.heard_on IS 'The dialog''s heard_on: join by dialog_id and heard_on';

CREATE INDEX refresh_requested_at ON sessionwatch.refresh USING brin (requested_at) WITH (pages_per_range = 32);


CREATE TABLE sessionwatch.alert (
  alert_id   uuid NOT NULL,
  dialog_id  uuid,
  raised_at  timestamptz NOT NULL,
  cleared_at timestamptz,
  heard_on   date NOT NULL,
  pbx_id     integer NOT NULL CONSTRAINT alert_of_pbx REFERENCES sessionwatch.pbx,
  confirmed  boolean NOT NULL,
  kind       text NOT NULL CHECK (kind IN (
    'REFRESH_LATE', 'REFRESH_MISSED', 'SESSION_EXPIRED', 'DROPPED_BY_TIMER', 'REFRESH_UNANSWERED',
    'REFRESH_REJECTED', 'REFRESH_GLARE', 'REFRESHER_CHANGED', 'WRONG_SIDE_REFRESH', 'TIMER_TURNED_OFF',
    'INTERVAL_TOO_SMALL_LOOP', 'BAD_NEGOTIATION', 'TIMER_REFUSED', 'TIMER_NOT_NEGOTIATED',
    'UNACKED_2XX', 'FEED_GAP')),
  severity   text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  detail     text NOT NULL,
  hint       text NOT NULL,
  CONSTRAINT alert_key PRIMARY KEY (alert_id, heard_on)
) PARTITION BY RANGE (heard_on);
COMMENT ON TABLE sessionwatch.alert IS 'One row an alert; also sent to LISTEN sessionwatch_alert when it is raised and when it is cleared';
COMMENT ON COLUMN sessionwatch.alert.alert_id IS 'Derived from the dialog, the kind, its subject and the instant: every daemon computes the same one';
COMMENT ON COLUMN sessionwatch.alert.dialog_id IS 'The dialog; null for an alert about a whole PBX';
COMMENT ON COLUMN sessionwatch.alert.pbx_id IS 'The PBX';
COMMENT ON COLUMN sessionwatch.alert.kind IS 'What happened, such as REFRESH_LATE';
COMMENT ON COLUMN sessionwatch.alert.severity IS 'info, warning or critical';
COMMENT ON COLUMN sessionwatch.alert.raised_at IS 'The instant of the threshold or message, not when the daemon noticed';
COMMENT ON COLUMN sessionwatch.alert.cleared_at IS 'When the condition ended; null while it holds, and for events that cannot end';
COMMENT ON COLUMN sessionwatch.alert.confirmed IS 'false where the mirror may have lost something or the PBX could not be asked';
COMMENT ON COLUMN sessionwatch.alert.detail IS 'Who, which side, since when, when the call will drop';
COMMENT ON COLUMN sessionwatch.alert.hint IS 'What to check';
COMMENT ON COLUMN sessionwatch.alert.heard_on IS 'The dialog''s heard_on; of an alert about a whole PBX the UTC day it was raised on';

CREATE INDEX alert_dialog_id ON sessionwatch.alert (dialog_id);
CREATE INDEX alert_raised_at ON sessionwatch.alert (raised_at);
CREATE INDEX alert_open ON sessionwatch.alert (raised_at) WHERE cleared_at IS NULL;


-- A dialog's row is written again at each refresh: with room on its page it stays there, and no index is touched.
CREATE TABLE sessionwatch.dialog_default PARTITION OF sessionwatch.dialog DEFAULT WITH (fillfactor = 70);
CREATE TABLE sessionwatch.refresh_default PARTITION OF sessionwatch.refresh DEFAULT WITH (fillfactor = 95);
CREATE TABLE sessionwatch.alert_default PARTITION OF sessionwatch.alert DEFAULT;
COMMENT ON TABLE sessionwatch.dialog_default IS 'Dialogs of a time that has no partition yet: see maintain()';
COMMENT ON TABLE sessionwatch.refresh_default IS 'Refreshes of a time that has no partition yet: see maintain()';
COMMENT ON TABLE sessionwatch.alert_default IS 'Alerts of a time that has no partition yet: see maintain()';


CREATE TABLE sessionwatch.history_gap (
  gap_id   uuid CONSTRAINT history_gap_key PRIMARY KEY,
  began_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL,
  lost     bigint NOT NULL CHECK (lost > 0),
  reason   text NOT NULL
);
COMMENT ON TABLE sessionwatch.history_gap IS
  'What a daemon could not keep while this database was away: between these instants rows may be missing or not the last state';
COMMENT ON COLUMN sessionwatch.history_gap.gap_id IS 'Given by the daemon that lost it';
COMMENT ON COLUMN sessionwatch.history_gap.began_at IS 'When the first of what was lost was told';
COMMENT ON COLUMN sessionwatch.history_gap.ended_at IS 'When the last of it was told';
COMMENT ON COLUMN sessionwatch.history_gap.lost IS 'How many changes (of a dialog, refresh or alert) were lost';
COMMENT ON COLUMN sessionwatch.history_gap.reason IS 'Why, for people';


-- ---- Partitions

CREATE VIEW sessionwatch.partitions AS
SELECT p.relname::text AS of_table,
       c.relname::text AS partition,
       (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\)'))[1]::date AS begins,
       (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::date AS ends,
       greatest(c.reltuples, 0)::bigint AS rows_estimated,
       pg_total_relation_size(c.oid) AS bytes
  FROM pg_partitioned_table k
  JOIN pg_class p ON p.oid = k.partrelid
  JOIN pg_namespace n ON n.oid = p.relnamespace
  JOIN pg_attribute a ON a.attrelid = p.oid AND a.attnum = k.partattrs[0]
  JOIN pg_inherits i ON i.inhparent = p.oid
  JOIN pg_class c ON c.oid = i.inhrelid
 WHERE n.nspname = 'sessionwatch'
   AND a.attname = 'heard_on';
COMMENT ON VIEW sessionwatch.partitions IS 'The partitions of the tables that are divided by heard_on, with their size';
COMMENT ON COLUMN sessionwatch.partitions.of_table IS 'The table';
COMMENT ON COLUMN sessionwatch.partitions.partition IS 'The partition';
COMMENT ON COLUMN sessionwatch.partitions.begins IS 'Its first day; null for the one that takes what no other does';
COMMENT ON COLUMN sessionwatch.partitions.ends IS 'The day after its last one; null for the one that takes what no other does';
COMMENT ON COLUMN sessionwatch.partitions.rows_estimated IS 'Rows, as of the last ANALYZE';
COMMENT ON COLUMN sessionwatch.partitions.bytes IS 'With indexes';


-- Made apart and attached, so that nobody who reads or writes the table has to wait for more than the default partition,
-- whose rows of that time move over.
CREATE FUNCTION sessionwatch.make_partition(of_table text, begins date, ends date) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  made text := format('%s_p%s', of_table, to_char(begins, 'YYYYMMDD'));
  options text;
BEGIN
  SELECT array_to_string(c.reloptions, ', ') INTO options
    FROM pg_class c
   WHERE c.oid = to_regclass(format('sessionwatch.%I', of_table || '_default'));
  EXECUTE format('CREATE TABLE sessionwatch.%I (LIKE sessionwatch.%I INCLUDING ALL)', made, of_table);
  IF options <> '' THEN
    EXECUTE format('ALTER TABLE sessionwatch.%I SET (%s)', made, options);
  END IF;
  EXECUTE format(
    'LOCK TABLE sessionwatch.%I IN SHARE UPDATE EXCLUSIVE MODE', of_table);
  EXECUTE format(
    'WITH moved AS (DELETE FROM sessionwatch.%I WHERE heard_on >= %L AND heard_on < %L RETURNING *)'
    ' INSERT INTO sessionwatch.%I SELECT * FROM moved',
    of_table || '_default', begins, ends, made);
  EXECUTE format(
    'ALTER TABLE sessionwatch.%I ATTACH PARTITION sessionwatch.%I FOR VALUES FROM (%L) TO (%L)',
    of_table, made, begins, ends);
  RETURN made;
END
$$;
COMMENT ON FUNCTION sessionwatch.make_partition(text, date, date) IS 'For maintain(): one partition of one table';


CREATE FUNCTION sessionwatch.maintain(
  keep  interval DEFAULT NULL,
  width text DEFAULT 'week',
  ahead interval DEFAULT '14 days',
  today date DEFAULT (now() AT TIME ZONE 'UTC')::date)
RETURNS TABLE (what text, subject text)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '3s'
SET DateStyle = 'ISO'
AS $$
DECLARE
  step    interval;
  oldest  date;
  of_one  record;
  wanted  date;
  lowest  date;
  highest date;
  gone    bigint;
BEGIN
  IF width IS NULL OR width NOT IN ('day', 'week', 'month') THEN
    RAISE EXCEPTION 'width is %: it must be day, week or month', width USING ERRCODE = '22023';
  END IF;
  IF keep < interval '1 day' THEN
    RAISE EXCEPTION 'keep is %: it must be a day or more', keep USING ERRCODE = '22023';
  END IF;
  -- One at a time, whoever calls it.
  PERFORM pg_advisory_xact_lock(hashtextextended('sessionwatch.maintain', 0));
  step := ('1 ' || width)::interval;
  oldest := today - keep;

  -- What is older than is to be kept.
  FOR of_one IN
    SELECT p.partition FROM sessionwatch.partitions p WHERE p.ends <= oldest ORDER BY p.partition
  LOOP
    EXECUTE format('DROP TABLE sessionwatch.%I', of_one.partition);
    what := 'dropped';
    subject := of_one.partition;
    RETURN NEXT;
  END LOOP;
  FOR of_one IN
    SELECT p.partition FROM sessionwatch.partitions p WHERE p.begins IS NULL AND oldest IS NOT NULL ORDER BY 1
  LOOP
    EXECUTE format('DELETE FROM sessionwatch.%I WHERE heard_on < %L', of_one.partition, oldest);
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone > 0 THEN
      what := 'deleted ' || gone || ' rows';
      subject := of_one.partition;
      RETURN NEXT;
    END IF;
  END LOOP;
  DELETE FROM sessionwatch.history_gap g WHERE g.ended_at < oldest;

  -- What is to come, and what came without a partition.
  FOR of_one IN
    SELECT DISTINCT p.of_table FROM sessionwatch.partitions p ORDER BY 1
  LOOP
    FOR wanted IN EXECUTE format(
      'SELECT d::date FROM generate_series(%L::date, %L::date, ''1 day'') d'
      ' UNION SELECT DISTINCT heard_on FROM sessionwatch.%I WHERE heard_on BETWEEN ''1970-01-01'' AND %L'
      ' ORDER BY 1',
      today, (today + ahead)::date, of_one.of_table || '_default', (today + ahead)::date)
    LOOP
      CONTINUE WHEN EXISTS (
        SELECT FROM sessionwatch.partitions p
         WHERE p.of_table = of_one.of_table AND p.begins <= wanted AND p.ends > wanted);
      -- Partitions of another width may be there already.
      SELECT greatest(date_trunc(width, wanted::timestamp)::date, max(p.ends) FILTER (WHERE p.ends <= wanted)),
             least((date_trunc(width, wanted::timestamp) + step)::date, min(p.begins) FILTER (WHERE p.begins > wanted))
        INTO lowest, highest
        FROM sessionwatch.partitions p
       WHERE p.of_table = of_one.of_table;
      what := 'made';
      subject := sessionwatch.make_partition(of_one.of_table, lowest, highest);
      RETURN NEXT;
    END LOOP;
  END LOOP;

  -- Nothing is told any more of dialogs that ended a week ago; were it, their first_heard_at says where they are.
  DELETE FROM sessionwatch.dialog_key k
   WHERE k.heard_on < today - 8
     AND NOT EXISTS (
       SELECT FROM sessionwatch.dialog d
        WHERE d.dialog_id = k.dialog_id
          AND d.heard_on = k.heard_on
          AND d.ended_at IS NULL
          AND NOT d.forgotten);
END
$$;
COMMENT ON FUNCTION sessionwatch.maintain(interval, text, interval, date) IS
  'Makes partitions ahead, moves rows that had none into new ones, and drops what is older than keep (null: nothing). The daemon calls it each hour; it may be called from cron as well, and twice at once. Returns what it did. It gives up after 3 s when somebody holds a lock on the tables';
-- It runs with its owner's rights: who may call it is said in roles.sql.
REVOKE EXECUTE ON FUNCTION sessionwatch.maintain(interval, text, interval, date) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION sessionwatch.make_partition(text, date, date) FROM PUBLIC;


-- ---- The rows of an earlier release

DO $$
DECLARE
  week date;
  of_table text;
BEGIN
  FOR week IN
    SELECT DISTINCT date_trunc('week', (first_heard_at AT TIME ZONE 'UTC')::date::timestamp)::date
      FROM sessionwatch.old_dialog
     WHERE first_heard_at > '-infinity' AND first_heard_at < 'infinity'
     ORDER BY 1
  LOOP
    FOREACH of_table IN ARRAY ARRAY['dialog', 'refresh', 'alert'] LOOP
      PERFORM sessionwatch.make_partition(of_table, week, week + 7);
    END LOOP;
  END LOOP;
END
$$;

INSERT INTO sessionwatch.dialog
  (heard_on, dialog_id, pbx_id, call_id, caller_tag, callee_tag, caller, callee, caller_user_agent, callee_user_agent,
   caller_supports_timer, callee_supports_timer, caller_allows_update, callee_allows_update, first_heard_at,
   established_at, ended_at, end_cause, end_certain, end_reason, forgotten, timer_state, interval_s, refresher, min_se_s,
   refreshed_at, channel, uniqueid, linkedid, hangup_cause, hangup_cause_text, hangup_tech_cause)
SELECT (first_heard_at AT TIME ZONE 'UTC')::date, dialog_id, pbx_id, call_id, caller_tag, callee_tag, caller, callee,
       caller_user_agent, callee_user_agent, caller_supports_timer, callee_supports_timer, caller_allows_update,
       callee_allows_update, first_heard_at, established_at, ended_at, end_cause, end_certain, end_reason, forgotten,
       timer_state, interval_s, refresher, min_se_s, refreshed_at, channel, uniqueid, linkedid, hangup_cause,
       hangup_cause_text, hangup_tech_cause
  FROM sessionwatch.old_dialog
 ORDER BY first_heard_at;

INSERT INTO sessionwatch.dialog_key (dialog_id, heard_on)
SELECT dialog_id, heard_on
  FROM sessionwatch.dialog
 WHERE heard_on >= (now() AT TIME ZONE 'UTC')::date - 8
    OR (ended_at IS NULL AND NOT forgotten);

INSERT INTO sessionwatch.refresh
  (heard_on, dialog_id, seq, method, cseq, requested_by, requested_at, answered_at, status, outcome, due_at, punctuality,
   lateness_ms, interval_s, refresher, confirmed)
SELECT (d.first_heard_at AT TIME ZONE 'UTC')::date, r.dialog_id, r.seq, r.method, r.cseq, r.requested_by, r.requested_at,
       r.answered_at, r.status, r.outcome, r.due_at, r.punctuality, r.lateness_ms, r.interval_s, r.refresher, r.confirmed
  FROM sessionwatch.old_refresh r
  JOIN sessionwatch.old_dialog d USING (dialog_id)
 ORDER BY r.requested_at;

INSERT INTO sessionwatch.alert
  (heard_on, alert_id, dialog_id, pbx_id, kind, severity, raised_at, cleared_at, confirmed, detail, hint)
SELECT (coalesce(d.first_heard_at, a.raised_at) AT TIME ZONE 'UTC')::date, a.alert_id, a.dialog_id, a.pbx_id, a.kind,
       a.severity, a.raised_at, a.cleared_at, a.confirmed, a.detail, a.hint
  FROM sessionwatch.old_alert a
  LEFT JOIN sessionwatch.old_dialog d USING (dialog_id)
 ORDER BY a.raised_at;

DROP TABLE sessionwatch.old_alert, sessionwatch.old_refresh, sessionwatch.old_dialog;

DO $$ BEGIN PERFORM sessionwatch.maintain(); END $$;


-- ---- The views of V2, joined by heard_on too

CREATE VIEW sessionwatch.call_reliability AS
SELECT d.dialog_id,
       p.name AS pbx,
       d.call_id,
       d.linkedid,
       d.caller,
       d.callee,
       d.first_heard_at,
       d.established_at,
       d.ended_at,
       d.timer_state,
       d.interval_s,
       d.refresher,
       coalesce(r.refreshes, 0) AS refreshes,
       coalesce(r.on_time, 0) AS on_time,
       coalesce(r.late, 0) AS late,
       coalesce(r.failed, 0) AS failed,
       coalesce(a.missed, 0) AS missed,
       r.worst_lateness_ms,
       coalesce(a.alerts, 0) AS alerts,
       d.end_cause IS NOT DISTINCT FROM 'dropped_by_timer' AS dropped_by_timer,
       d.heard_on
  FROM sessionwatch.dialog d
  JOIN sessionwatch.pbx p USING (pbx_id)
  LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE outcome = 'refreshed') AS refreshes,
           count(*) FILTER (WHERE outcome = 'refreshed' AND punctuality IN ('early', 'on_time')) AS on_time,
           count(*) FILTER (WHERE punctuality = 'late') AS late,
           count(*) FILTER (WHERE outcome IN ('rejected', 'unanswered', 'glare')) AS failed,
           max(lateness_ms) AS worst_lateness_ms
      FROM sessionwatch.refresh
     WHERE dialog_id = d.dialog_id
       AND heard_on = d.heard_on) r ON true
  LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE kind = 'REFRESH_MISSED') AS missed,
           count(*) AS alerts
      FROM sessionwatch.alert
     WHERE dialog_id = d.dialog_id
       AND heard_on = d.heard_on) a ON true
 WHERE d.end_cause IS DISTINCT FROM 'rejected';
COMMENT ON VIEW sessionwatch.call_reliability IS
  'One row a call (each leg of a call through a B2BUA is a row; linkedid joins them): how well it was refreshed';
COMMENT ON COLUMN sessionwatch.call_reliability.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.call_reliability.pbx IS 'Name of the PBX that heard it first';
COMMENT ON COLUMN sessionwatch.call_reliability.call_id IS 'Call-ID';
COMMENT ON COLUMN sessionwatch.call_reliability.linkedid IS 'Joins the legs of one call, and Asterisk''s CDR and CEL';
COMMENT ON COLUMN sessionwatch.call_reliability.caller IS 'URI of the caller';
COMMENT ON COLUMN sessionwatch.call_reliability.callee IS 'URI of the callee';
COMMENT ON COLUMN sessionwatch.call_reliability.first_heard_at IS 'The first message heard of it';
COMMENT ON COLUMN sessionwatch.call_reliability.established_at IS 'First 2xx; null when it was first heard in mid-call';
COMMENT ON COLUMN sessionwatch.call_reliability.ended_at IS 'Its end; null while it is open or when the end was never heard';
COMMENT ON COLUMN sessionwatch.call_reliability.timer_state IS 'active, off, optional, none or unknown: as it last stood';
COMMENT ON COLUMN sessionwatch.call_reliability.interval_s IS 'Session interval in seconds, as it last stood';
COMMENT ON COLUMN sessionwatch.call_reliability.refresher IS 'caller or callee, as it last stood';
COMMENT ON COLUMN sessionwatch.call_reliability.refreshes IS 'Refreshes that succeeded and carried a session interval';
COMMENT ON COLUMN sessionwatch.call_reliability.on_time IS 'Of these, the ones that met the half-interval deadline';
COMMENT ON COLUMN sessionwatch.call_reliability.late IS 'Refresh requests that came after half the interval and the tolerance';
COMMENT ON COLUMN sessionwatch.call_reliability.failed IS 'Refreshes rejected, unanswered, or lost to glare';
COMMENT ON COLUMN sessionwatch.call_reliability.missed IS 'How often no refresh came until the other side was free to hang up (REFRESH_MISSED)';
COMMENT ON COLUMN sessionwatch.call_reliability.worst_lateness_ms IS 'Largest lateness in milliseconds (negative: all were early); null without a refresh under an active timer';
COMMENT ON COLUMN sessionwatch.call_reliability.alerts IS 'Alerts of all kinds';
COMMENT ON COLUMN sessionwatch.call_reliability.dropped_by_timer IS 'Whether the call ended for want of a refresh';
COMMENT ON COLUMN sessionwatch.call_reliability.heard_on IS 'UTC day on which it was first heard: limit a query by it, and it reads those weeks only';


CREATE VIEW sessionwatch.reliability_daily AS
SELECT c.day,
       c.pbx,
       count(*) AS calls,
       count(*) FILTER (WHERE c.timer_state = 'active') AS calls_with_timer,
       sum(c.refreshes)::bigint AS refreshes,
       sum(c.on_time)::bigint AS on_time,
       sum(c.late)::bigint AS late,
       sum(c.failed)::bigint AS failed,
       sum(c.missed)::bigint AS missed,
       max(c.worst_lateness_ms) AS worst_lateness_ms,
       count(*) FILTER (WHERE c.dropped_by_timer) AS dropped_by_timer,
       round(100.0 * sum(c.on_time)
             / nullif(sum(c.on_time) + sum(c.late) + count(*) FILTER (WHERE c.dropped_by_timer), 0), 2)
         AS on_time_percent
  FROM (SELECT coalesce(established_at, first_heard_at)::date AS day, r.*
          FROM sessionwatch.call_reliability r) c
 GROUP BY c.day, c.pbx;
COMMENT ON VIEW sessionwatch.reliability_daily IS
  'Per day and PBX. A call and all that happened in it count for the day it began, in the session''s TimeZone';
COMMENT ON COLUMN sessionwatch.reliability_daily.day IS 'Day the calls began';
COMMENT ON COLUMN sessionwatch.reliability_daily.pbx IS 'Name of the PBX';
COMMENT ON COLUMN sessionwatch.reliability_daily.calls IS 'Calls that began that day';
COMMENT ON COLUMN sessionwatch.reliability_daily.calls_with_timer IS 'Of these, with an active session timer at last';
COMMENT ON COLUMN sessionwatch.reliability_daily.refreshes IS 'Refreshes that succeeded';
COMMENT ON COLUMN sessionwatch.reliability_daily.on_time IS 'Of these, the ones that met the half-interval deadline';
COMMENT ON COLUMN sessionwatch.reliability_daily.late IS 'Refresh requests that came late';
COMMENT ON COLUMN sessionwatch.reliability_daily.failed IS 'Refreshes rejected, unanswered, or lost to glare';
COMMENT ON COLUMN sessionwatch.reliability_daily.missed IS 'How often no refresh came until the other side was free to hang up';
COMMENT ON COLUMN sessionwatch.reliability_daily.worst_lateness_ms IS 'Largest lateness in milliseconds';
COMMENT ON COLUMN sessionwatch.reliability_daily.dropped_by_timer IS 'Calls that ended for want of a refresh';
COMMENT ON COLUMN sessionwatch.reliability_daily.on_time_percent IS '100 * on_time / (on_time + late + dropped_by_timer); null when there was no deadline';


-- Both sides of a call count: the one that had to refresh, and the one that had to answer.
CREATE VIEW sessionwatch.reliability_by_user_agent AS
WITH side AS (
  SELECT d.dialog_id, d.heard_on, 'caller' AS side, d.caller_user_agent AS user_agent, d.refresher, d.end_cause
    FROM sessionwatch.dialog d
   WHERE d.end_cause IS DISTINCT FROM 'rejected'
  UNION ALL
  SELECT d.dialog_id, d.heard_on, 'callee', d.callee_user_agent, d.refresher, d.end_cause
    FROM sessionwatch.dialog d
   WHERE d.end_cause IS DISTINCT FROM 'rejected'
), asked AS (
  SELECT dialog_id,
         heard_on,
         requested_by AS side,
         count(*) FILTER (WHERE outcome = 'refreshed') AS refreshes,
         count(*) FILTER (WHERE outcome = 'refreshed' AND punctuality IN ('early', 'on_time')) AS on_time,
         count(*) FILTER (WHERE punctuality = 'late') AS late,
         max(lateness_ms) AS worst_lateness_ms
    FROM sessionwatch.refresh
   GROUP BY dialog_id, heard_on, requested_by
), refused AS (
  SELECT dialog_id,
         heard_on,
         CASE requested_by WHEN 'caller' THEN 'callee' ELSE 'caller' END AS side,
         count(*) AS refused
    FROM sessionwatch.refresh
   WHERE outcome IN ('rejected', 'unanswered')
   GROUP BY dialog_id, heard_on, requested_by
), missed AS (
  SELECT dialog_id, heard_on, count(*) AS missed
    FROM sessionwatch.alert
   WHERE kind = 'REFRESH_MISSED'
   GROUP BY dialog_id, heard_on
)
SELECT s.user_agent,
       count(*) AS calls,
       count(*) FILTER (WHERE s.refresher = s.side) AS calls_as_refresher,
       coalesce(sum(a.refreshes), 0)::bigint AS refreshes,
       coalesce(sum(a.on_time), 0)::bigint AS on_time,
       coalesce(sum(a.late), 0)::bigint AS late,
       coalesce(sum(m.missed), 0)::bigint AS missed,
       max(a.worst_lateness_ms) AS worst_lateness_ms,
       coalesce(sum(f.refused), 0)::bigint AS refused,
       count(*) FILTER (WHERE s.refresher = s.side AND s.end_cause = 'dropped_by_timer') AS dropped_by_timer
  FROM side s
  LEFT JOIN asked a USING (dialog_id, heard_on, side)
  LEFT JOIN refused f USING (dialog_id, heard_on, side)
  LEFT JOIN missed m ON m.dialog_id = s.dialog_id AND m.heard_on = s.heard_on AND s.refresher = s.side
 GROUP BY s.user_agent;
COMMENT ON VIEW sessionwatch.reliability_by_user_agent IS
  'Per User-Agent (phone model and firmware): how well it refreshes, and how often it refuses a refresh';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.user_agent IS 'User-Agent or Server value; null: it sent none';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.calls IS 'Times it was a party of a call (a call between two alike counts twice)';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.calls_as_refresher IS 'Of these, with the duty to refresh at last';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.refreshes IS 'Refreshes that it asked for and got';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.on_time IS 'Of these, the ones that met the half-interval deadline';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.late IS 'Refresh requests it sent late';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.missed IS 'How often it was to refresh and nothing came until the other side was free to hang up';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.worst_lateness_ms IS 'Its largest lateness in milliseconds';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.refused IS 'Refreshes of the other side that it rejected or left unanswered';
COMMENT ON COLUMN sessionwatch.reliability_by_user_agent.dropped_by_timer IS 'Calls that ended for want of its refresh';


-- The endpoint is what the PBX calls the trunk or phone: the channel name without technology and
-- serial number. Where the PBX was not asked, the hosts of both URIs stand for it.
CREATE VIEW sessionwatch.reliability_by_trunk AS
WITH trunk AS (
  SELECT d.dialog_id, d.heard_on, t.trunk
    FROM sessionwatch.dialog d
   CROSS JOIN LATERAL (
     SELECT regexp_replace(d.channel, '^[^/]*/(.*)-[0-9a-fA-F]+(;[0-9]+)?$', '\1') AS trunk
      WHERE d.channel IS NOT NULL
     UNION
     SELECT lower(substring(uri FROM '^[A-Za-z]+:(?:[^@]*@)?(\[[^]]*\]|[^:;?>]*)'))
       FROM (VALUES (d.caller), (d.callee)) AS u (uri)
      WHERE d.channel IS NULL) t
)
SELECT c.pbx,
       t.trunk,
       count(*) AS calls,
       count(*) FILTER (WHERE c.timer_state = 'active') AS calls_with_timer,
       sum(c.refreshes)::bigint AS refreshes,
       sum(c.on_time)::bigint AS on_time,
       sum(c.late)::bigint AS late,
       sum(c.failed)::bigint AS failed,
       sum(c.missed)::bigint AS missed,
       max(c.worst_lateness_ms) AS worst_lateness_ms,
       count(*) FILTER (WHERE c.dropped_by_timer) AS dropped_by_timer
  FROM sessionwatch.call_reliability c
  JOIN trunk t USING (dialog_id, heard_on)
 GROUP BY c.pbx, t.trunk;
COMMENT ON VIEW sessionwatch.reliability_by_trunk IS
  'Per PBX and trunk (or phone): the endpoint in the channel name; where the PBX was not asked, the hosts of both URIs, each once';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.pbx IS 'Name of the PBX';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.trunk IS 'Endpoint, such as provider1 in PJSIP/provider1-0000001a; or a host';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.calls IS 'Calls over it';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.calls_with_timer IS 'Of these, with an active session timer at last';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.refreshes IS 'Refreshes that succeeded';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.on_time IS 'Of these, the ones that met the half-interval deadline';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.late IS 'Refresh requests that came late';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.failed IS 'Refreshes rejected, unanswered, or lost to glare';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.missed IS 'How often no refresh came until the other side was free to hang up';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.worst_lateness_ms IS 'Largest lateness in milliseconds';
COMMENT ON COLUMN sessionwatch.reliability_by_trunk.dropped_by_timer IS 'Calls that ended for want of a refresh';


-- An alert counts until a refresh succeeded after it: what is rejected or unanswered is never
-- cleared, but the next refreshing 2xx moves refreshed_at past it.
CREATE VIEW sessionwatch.calls_at_risk AS
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
  FROM sessionwatch.dialog d
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
 WHERE d.ended_at IS NULL
   AND NOT d.forgotten
   AND d.timer_state = 'active';
COMMENT ON VIEW sessionwatch.calls_at_risk IS
  'Calls that are up now and whose session will expire unless a refresh succeeds';
COMMENT ON COLUMN sessionwatch.calls_at_risk.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.calls_at_risk.pbx IS 'Name of the PBX';
COMMENT ON COLUMN sessionwatch.calls_at_risk.call_id IS 'Call-ID';
COMMENT ON COLUMN sessionwatch.calls_at_risk.caller IS 'URI of the caller';
COMMENT ON COLUMN sessionwatch.calls_at_risk.callee IS 'URI of the callee';
COMMENT ON COLUMN sessionwatch.calls_at_risk.refresher IS 'The side that has to refresh: caller or callee';
COMMENT ON COLUMN sessionwatch.calls_at_risk.refresher_user_agent IS 'Its User-Agent';
COMMENT ON COLUMN sessionwatch.calls_at_risk.interval_s IS 'Session interval in seconds';
COMMENT ON COLUMN sessionwatch.calls_at_risk.refreshed_at IS 'The 2xx that the interval runs from';
COMMENT ON COLUMN sessionwatch.calls_at_risk.due_at IS 'The half-interval deadline';
COMMENT ON COLUMN sessionwatch.calls_at_risk.at_risk_at IS 'From here on the other side may hang up: interval - min(32 s, interval/3)';
COMMENT ON COLUMN sessionwatch.calls_at_risk.expires_at IS 'End of the session interval';
COMMENT ON COLUMN sessionwatch.calls_at_risk.alerts IS 'Alerts since the last refresh, oldest first';
COMMENT ON COLUMN sessionwatch.calls_at_risk.at_risk_since IS 'The first of these alerts';
COMMENT ON COLUMN sessionwatch.calls_at_risk.confirmed IS 'false when none of these alerts is confirmed';
COMMENT ON COLUMN sessionwatch.calls_at_risk.channel IS 'The PBX''s channel name; null when the PBX was not asked';
COMMENT ON COLUMN sessionwatch.calls_at_risk.uniqueid IS 'The channel''s uniqueid';
COMMENT ON COLUMN sessionwatch.calls_at_risk.linkedid IS 'The uniqueid that all legs of the call share';


CREATE VIEW sessionwatch.dropped_by_timer AS
SELECT d.dialog_id,
       p.name AS pbx,
       d.call_id,
       d.caller,
       d.callee,
       d.established_at,
       d.ended_at,
       d.ended_at - coalesce(d.established_at, d.first_heard_at) AS lasted,
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
 WHERE d.end_cause = 'dropped_by_timer';
COMMENT ON VIEW sessionwatch.dropped_by_timer IS 'Calls that ended for want of a refresh, and who should have refreshed';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.pbx IS 'Name of the PBX';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.call_id IS 'Call-ID';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.caller IS 'URI of the caller';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.callee IS 'URI of the callee';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.established_at IS 'First 2xx; null when it was first heard in mid-call';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.ended_at IS 'The drop';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.lasted IS 'How long the call was up, as far as it was heard';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.certain IS 'false where the cause is only probable';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.end_reason IS 'Text of the Reason header of the BYE';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.interval_s IS 'Session interval in seconds';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.refresher IS 'The side that should have refreshed: caller or callee';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.refresher_user_agent IS 'Its User-Agent';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.refreshed_at IS 'The last refreshing 2xx';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.last_request_at IS 'The last refresh request; null when none was ever heard';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.last_outcome IS 'How it ended';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.last_status IS 'Its final SIP status';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.channel IS 'The PBX''s channel name; null when the PBX was not asked';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.uniqueid IS 'The channel''s uniqueid: joins Asterisk''s CDR and CEL';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.linkedid IS 'The uniqueid that all legs of the call share';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.hangup_cause IS 'Q.850 cause that the PBX gave';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.hangup_tech_cause IS 'SIP status behind it, from Asterisk releases that tell';
COMMENT ON COLUMN sessionwatch.dropped_by_timer.heard_on IS 'UTC day on which it was first heard: limit a query by it, and it reads those weeks only';
