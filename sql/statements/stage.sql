-- Where COPY puts what cannot go straight into the history. Nothing is refused here: what is wrong with a row is said by the
-- table it is for.
CREATE TEMPORARY TABLE IF NOT EXISTS stage_key (dialog_id uuid, heard_on date) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_dialog (
  dialog_id uuid, heard_on date, pbx_id integer, call_id text, caller_tag text, callee_tag text, caller text, callee text,
  caller_user_agent text, callee_user_agent text, caller_supports_timer boolean, callee_supports_timer boolean,
  caller_allows_update boolean, callee_allows_update boolean, first_heard_at timestamptz, established_at timestamptz,
  ended_at timestamptz, end_cause text, end_certain boolean, end_reason text, forgotten boolean, timer_state text,
  interval_s integer, refresher text, min_se_s integer, refreshed_at timestamptz, channel text, uniqueid text,
  linkedid text, hangup_cause integer, hangup_cause_text text, hangup_tech_cause text, revision bigint
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_change (LIKE stage_dialog) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_end (
  dialog_id uuid, heard_on date, ended_at timestamptz, end_cause text, end_certain boolean, end_reason text,
  refreshed_at timestamptz, hangup_cause integer, hangup_cause_text text, hangup_tech_cause text, revision bigint,
  known_revision bigint
) ON COMMIT DELETE ROWS;
ALTER TABLE stage_change ADD COLUMN IF NOT EXISTS known_revision bigint;
ALTER TABLE stage_dialog ADD COLUMN IF NOT EXISTS reopened boolean;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_refresh (
  dialog_id uuid, heard_on date, seq integer, method text, cseq bigint, requested_by text, requested_at timestamptz,
  answered_at timestamptz, status integer, outcome text, due_at timestamptz, punctuality text, lateness_ms bigint,
  interval_s integer, refresher text, confirmed boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_hop (
  dialog_id uuid, heard_on date, pbx_id integer, caller_address text, callee_address text, first_heard_at timestamptz,
  since timestamptz, interval_s integer, refresher text, min_se_s integer, requested_s integer
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_alert (
  heard_on date, alert_id uuid, dialog_id uuid, pbx_id integer, kind text, severity text, raised_at timestamptz,
  cleared_at timestamptz, confirmed boolean, detail text, hint text, turn integer, n integer, json text
) ON COMMIT DELETE ROWS
