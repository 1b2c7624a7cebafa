-- The questions an administrator asks first, as views. They read the tables as they are; days are
-- those of the session's TimeZone.

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
       d.end_cause IS NOT DISTINCT FROM 'dropped_by_timer' AS dropped_by_timer
  FROM sessionwatch.dialog d
  JOIN sessionwatch.pbx p USING (pbx_id)
  LEFT JOIN (
    SELECT dialog_id,
           count(*) FILTER (WHERE outcome = 'refreshed') AS refreshes,
           count(*) FILTER (WHERE outcome = 'refreshed' AND punctuality IN ('early', 'on_time')) AS on_time,
           count(*) FILTER (WHERE punctuality = 'late') AS late,
           count(*) FILTER (WHERE outcome IN ('rejected', 'unanswered', 'glare')) AS failed,
           max(lateness_ms) AS worst_lateness_ms
      FROM sessionwatch.refresh
     GROUP BY dialog_id) r USING (dialog_id)
  LEFT JOIN (
    SELECT dialog_id,
           count(*) FILTER (WHERE kind = 'REFRESH_MISSED') AS missed,
           count(*) AS alerts
      FROM sessionwatch.alert
     GROUP BY dialog_id) a USING (dialog_id)
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
  SELECT d.dialog_id, 'caller' AS side, d.caller_user_agent AS user_agent, d.refresher, d.end_cause
    FROM sessionwatch.dialog d
   WHERE d.end_cause IS DISTINCT FROM 'rejected'
  UNION ALL
  SELECT d.dialog_id, 'callee', d.callee_user_agent, d.refresher, d.end_cause
    FROM sessionwatch.dialog d
   WHERE d.end_cause IS DISTINCT FROM 'rejected'
), asked AS (
  SELECT dialog_id,
         requested_by AS side,
         count(*) FILTER (WHERE outcome = 'refreshed') AS refreshes,
         count(*) FILTER (WHERE outcome = 'refreshed' AND punctuality IN ('early', 'on_time')) AS on_time,
         count(*) FILTER (WHERE punctuality = 'late') AS late,
         max(lateness_ms) AS worst_lateness_ms
    FROM sessionwatch.refresh
   GROUP BY dialog_id, requested_by
), refused AS (
  SELECT dialog_id,
         CASE requested_by WHEN 'caller' THEN 'callee' ELSE 'caller' END AS side,
         count(*) AS refused
    FROM sessionwatch.refresh
   WHERE outcome IN ('rejected', 'unanswered')
   GROUP BY dialog_id, requested_by
), missed AS (
  SELECT dialog_id, count(*) AS missed
    FROM sessionwatch.alert
   WHERE kind = 'REFRESH_MISSED'
   GROUP BY dialog_id
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
  LEFT JOIN asked a USING (dialog_id, side)
  LEFT JOIN refused f USING (dialog_id, side)
  LEFT JOIN missed m ON m.dialog_id = s.dialog_id AND s.refresher = s.side
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
  SELECT d.dialog_id, t.trunk
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
  JOIN trunk t USING (dialog_id)
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
       d.hangup_tech_cause
  FROM sessionwatch.dialog d
  JOIN sessionwatch.pbx p USING (pbx_id)
  LEFT JOIN LATERAL (
    SELECT r.requested_at, r.outcome, r.status
      FROM sessionwatch.refresh r
     WHERE r.dialog_id = d.dialog_id
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
