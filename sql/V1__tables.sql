-- The history of session timers: one row a PBX, dialog, refresh and alert.
--
-- Works on PostgreSQL 13 and later. The schema itself is made by the migration tool, so that its own
-- table can stand in it. Keys are natural (derived from the SIP messages), so that writing the same
-- event twice changes nothing. Times are those of the messages, to the microsecond.

COMMENT ON SCHEMA sessionwatch IS
  'SIP session timers (RFC 4028): dialogs, their refresh history and alerts, as watched by sessionwatch';


CREATE TABLE sessionwatch.pbx (
  pbx_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name   text NOT NULL UNIQUE,
  kind   text NOT NULL CHECK (kind IN ('asterisk', 'kamailio', 'other'))
);
COMMENT ON TABLE sessionwatch.pbx IS 'The PBXs that are watched, one row each';
COMMENT ON COLUMN sessionwatch.pbx.pbx_id IS 'Key of this database; daemons know a PBX by its name';
COMMENT ON COLUMN sessionwatch.pbx.name IS 'Name in the configuration';
COMMENT ON COLUMN sessionwatch.pbx.kind IS 'asterisk, kamailio or other (also: heard of before it was configured)';


CREATE TABLE sessionwatch.pbx_status (
  pbx_id        integer PRIMARY KEY REFERENCES sessionwatch.pbx ON DELETE CASCADE,
  up            boolean NOT NULL,
  since         timestamptz NOT NULL,
  checked_at    timestamptz NOT NULL,
  round_trip_ms double precision CHECK (round_trip_ms >= 0),
  supports_timer boolean,
  allows_update boolean
);
COMMENT ON TABLE sessionwatch.pbx_status IS 'What a PBX last answered to SIP OPTIONS: one row a PBX that is asked';
COMMENT ON COLUMN sessionwatch.pbx_status.pbx_id IS 'The PBX';
COMMENT ON COLUMN sessionwatch.pbx_status.up IS 'Whether it answered the last OPTIONS';
COMMENT ON COLUMN sessionwatch.pbx_status.since IS 'Since when it is up, or down';
COMMENT ON COLUMN sessionwatch.pbx_status.checked_at IS 'The last OPTIONS that was answered or timed out';
COMMENT ON COLUMN sessionwatch.pbx_status.round_trip_ms IS 'Milliseconds from OPTIONS to its answer; null while down';
COMMENT ON COLUMN sessionwatch.pbx_status.supports_timer IS 'Whether its last answer listed timer in Supported; null when it never answered';
COMMENT ON COLUMN sessionwatch.pbx_status.allows_update IS 'Whether its last answer listed UPDATE in Allow; null when it never answered or sent no Allow';


CREATE TABLE sessionwatch.dialog (
  dialog_id             uuid PRIMARY KEY,
  pbx_id                integer NOT NULL REFERENCES sessionwatch.pbx,
  call_id               text NOT NULL,
  caller_tag            text NOT NULL,
  callee_tag            text NOT NULL,
  caller                text NOT NULL,
  callee                text NOT NULL,
  caller_user_agent     text,
  callee_user_agent     text,
  caller_supports_timer boolean,
  callee_supports_timer boolean,
  caller_allows_update  boolean,
  callee_allows_update  boolean,
  first_heard_at        timestamptz NOT NULL,
  established_at        timestamptz,
  ended_at              timestamptz,
  end_cause             text CHECK (end_cause IN ('bye', 'dropped_by_timer', 'rejected')),
  end_certain           boolean NOT NULL,
  end_reason            text,
  forgotten             boolean NOT NULL,
  timer_state           text NOT NULL CHECK (timer_state IN ('active', 'off', 'optional', 'none', 'unknown')),
  interval_s            integer CHECK (interval_s >= 0),
  refresher             text CHECK (refresher IN ('caller', 'callee')),
  min_se_s              integer NOT NULL CHECK (min_se_s >= 0),
  refreshed_at          timestamptz,
  channel               text,
  uniqueid              text,
  linkedid              text,
  hangup_cause          integer,
  hangup_cause_text     text,
  hangup_tech_cause     text
);
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

-- A Call-ID is as long as its sender likes, which a hash index bears and a B-tree does not.
CREATE INDEX dialog_call_id ON sessionwatch.dialog USING hash (call_id);
CREATE INDEX dialog_open ON sessionwatch.dialog (first_heard_at) WHERE ended_at IS NULL AND NOT forgotten;
CREATE INDEX dialog_first_heard_at ON sessionwatch.dialog (first_heard_at);
CREATE INDEX dialog_ended_at ON sessionwatch.dialog (ended_at);
CREATE INDEX dialog_uniqueid ON sessionwatch.dialog USING hash (uniqueid);
CREATE INDEX dialog_linkedid ON sessionwatch.dialog USING hash (linkedid);


CREATE TABLE sessionwatch.refresh (
  dialog_id    uuid NOT NULL REFERENCES sessionwatch.dialog ON DELETE CASCADE,
  seq          integer NOT NULL CHECK (seq >= 1),
  method       text NOT NULL CHECK (method IN ('INVITE', 'UPDATE')),
  cseq         bigint NOT NULL CHECK (cseq >= 0),
  requested_by text NOT NULL CHECK (requested_by IN ('caller', 'callee')),
  requested_at timestamptz NOT NULL,
  answered_at  timestamptz,
  status       integer CHECK (status BETWEEN 200 AND 699),
  outcome      text NOT NULL CHECK (outcome IN
    ('refreshed', 'turned_off', 'rejected', 'unanswered', 'glare', 'cancelled', 'pending')),
  due_at       timestamptz,
  punctuality  text CHECK (punctuality IN ('early', 'on_time', 'late')),
  lateness_ms  bigint,
  interval_s   integer CHECK (interval_s >= 0),
  refresher    text CHECK (refresher IN ('caller', 'callee')),
  confirmed    boolean NOT NULL,
  PRIMARY KEY (dialog_id, requested_by, cseq)
);
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

CREATE INDEX refresh_requested_at ON sessionwatch.refresh (requested_at);


CREATE TABLE sessionwatch.alert (
  alert_id   uuid PRIMARY KEY,
  dialog_id  uuid REFERENCES sessionwatch.dialog ON DELETE CASCADE,
  pbx_id     integer NOT NULL REFERENCES sessionwatch.pbx,
  kind       text NOT NULL CHECK (kind IN (
    'REFRESH_LATE', 'REFRESH_MISSED', 'SESSION_EXPIRED', 'DROPPED_BY_TIMER', 'REFRESH_UNANSWERED',
    'REFRESH_REJECTED', 'REFRESH_GLARE', 'REFRESHER_CHANGED', 'WRONG_SIDE_REFRESH', 'TIMER_TURNED_OFF',
    'INTERVAL_TOO_SMALL_LOOP', 'BAD_NEGOTIATION', 'TIMER_REFUSED', 'TIMER_NOT_NEGOTIATED',
    'UNACKED_2XX', 'FEED_GAP')),
  severity   text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  raised_at  timestamptz NOT NULL,
  cleared_at timestamptz,
  confirmed  boolean NOT NULL,
  detail     text NOT NULL,
  hint       text NOT NULL
);
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

CREATE INDEX alert_dialog_id ON sessionwatch.alert (dialog_id);
CREATE INDEX alert_raised_at ON sessionwatch.alert (raised_at);
CREATE INDEX alert_open ON sessionwatch.alert (raised_at) WHERE cleared_at IS NULL;
