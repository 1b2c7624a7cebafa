-- Where COPY puts a batch before it is merged. Nothing is refused here: what is wrong with a row is said by the table it is for.
CREATE TEMPORARY TABLE IF NOT EXISTS stage_dialog (
  dialog_id uuid, pbx text, call_id text, caller_tag text, callee_tag text, caller text, callee text,
  caller_user_agent text, callee_user_agent text, caller_supports_timer boolean, callee_supports_timer boolean,
  caller_allows_update boolean, callee_allows_update boolean, first_heard_at timestamptz, established_at timestamptz,
  ended_at timestamptz, end_cause text, end_certain boolean, end_reason text, forgotten boolean, timer_state text,
  interval_s integer, refresher text, min_se_s integer, refreshed_at timestamptz, channel text, uniqueid text,
  linkedid text, hangup_cause integer, hangup_cause_text text, hangup_tech_cause text, reopened boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_refresh (
  dialog_id uuid, seq integer, method text, cseq bigint, requested_by text, requested_at timestamptz,
  answered_at timestamptz, status integer, outcome text, due_at timestamptz, punctuality text, lateness_ms bigint,
  interval_s integer, refresher text, confirmed boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_hop (
  dialog_id uuid, pbx text, caller_address text, callee_address text, first_heard_at timestamptz, since timestamptz,
  interval_s integer, refresher text, min_se_s integer, requested_s integer
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_touch (
  dialog_id uuid, heard_on date, refreshed_at timestamptz, timer_state text, interval_s integer, refresher text, min_se_s integer
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS stage_alert (
  turn integer, n integer, alert_id uuid, dialog_id uuid, pbx text, kind text, severity text, raised_at timestamptz,
  cleared_at timestamptz, confirmed boolean, detail text, hint text, json text
) ON COMMIT DELETE ROWS;
-- Planned each time: a plan that was made while the history was empty reads all of it for each row later on.
SET plan_cache_mode = force_custom_plan
