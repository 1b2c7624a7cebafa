-- What the reports in sql/reports stand on: one definition of each thing that is counted, and the
-- views of V2 on these, with their names and meaning.


-- A User-Agent or Server header as who made it, what it is, and which release it runs. Makers write
-- it as they like; the patterns are of headers seen on the wire.
CREATE FUNCTION sessionwatch.device(user_agent text, OUT vendor text, OUT model text, OUT firmware text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT known.vendor, coalesce(known.part[1], user_agent), known.part[2]
    FROM (SELECT 1) AS always
    LEFT JOIN (
      SELECT pattern.vendor, regexp_match(user_agent, pattern.pattern) AS part
        FROM (VALUES
          -- Grandstream GXP2170 1.0.11.79, UCM6304V1.4A 1.0.4.1, HT-503  V1.1B 1.0.10.9  chip V2.2
          (1, 'Grandstream', '^Grandstream +(\S+(?: +[A-Za-z]\S*)*?)(?: +(\d+(?:\.\d+)+)(?: .*)?)?$'),
          -- Yealink SIP-T46U 108.86.0.45, Yealink W60B 77.85.0.20 805ec0123456
          (2, 'Yealink', '^[Yy]ealink +(\S+)(?: +(\d+(?:\.\d+)+)(?: .*)?)?$'),
          -- snomD785/10.1.169.15, snom370/8.7.5.48, snom105-3.56p
          (3, 'Snom', '^[Ss]nom[ /]?([A-Za-z]*\d+[A-Za-z]*)(?:[-/ ](\S+)(?: .*)?)?$'),
          -- PolycomVVX-VVX_450-UA/6.4.6.2494, PolycomSoundPointIP-SPIP_550-UA/4.0.14.1388_0004f2abcdef
          (4, 'Polycom', '^Poly[A-Za-z]*-(\S+?)(?:-UA)?(?:/(\d[0-9.]*)(?:[_ ].*)?)?$'),
          -- Cisco/SPA504G-7.6.2f, Linksys/SPA942-6.1.5(a) (88019FA42805)
          (5, 'Cisco', '^(?:Cisco|Linksys)/(SPA-?\w+)-(\S+)(?: .*)?$'),
          -- Cisco-CP8845/14.2, Cisco-CP-8841-3PCC/11.3.1_0011223344aa, Cisco-SIPGateway/IOS-15.4
          (6, 'Cisco', '^Cisco-([^/ ]+)(?:/([^_ ]+)(?:[_ ].*)?)?$'),
          -- Asterisk PBX 22.10.1, Asterisk PBX certified/18.9-cert4
          (7, 'Asterisk', '^(Asterisk)(?: PBX)?(?: (\S+))?$'),
          -- FPBX-16.0.40(18.9.0): FreePBX and, in brackets, its Asterisk
          (8, 'Asterisk', '^(FPBX)-(\S+)$'),
          -- FreeSWITCH-mod_sofia/1.10.7-release~64bit
          (9, 'FreeSWITCH', '^FreeSWITCH-(mod_sofia)/(\S+?)(?:~\d+bit)?$'),
          -- Linphonec/4.4.21, Linphone-Desktop/5.2.6, LinphoneAndroid/5.0.8 (Pixel 6) LinphoneSDK/5.1.0
          (10, 'Linphone', '^(Linphone[-A-Za-z]*)/(\d\S*)(?: .*)?$'),
          -- Linphone Desktop/ (Ubuntu 22.04.3 LTS, Qt 5.15.3) LinphoneCore/4.4.21
          (11, 'Linphone', '^(Linphone[^/]*)/.* LinphoneCore/(\S+)$'),
          -- baresip v1.1.0 (x86_64/linux)
          (12, 'baresip', '^(baresip)[ /]v?(\S+)(?: .*)?$'),
          -- JsSIP 3.13.8
          (13, 'JsSIP', '^(JsSIP)[ /]v?(\S+)(?: .*)?$'),
          -- kamailio (5.6.3 (x86_64/linux))
          (14, 'Kamailio', '^([Kk]amailio) \((\S+) .*\)$')
        ) AS pattern (place, vendor, pattern)
       -- No maker writes as much; a stranger may, to keep the patterns busy.
       WHERE length(user_agent) <= 300
         AND user_agent ~ pattern.pattern
       ORDER BY pattern.place
       LIMIT 1) AS known ON true
$$;
COMMENT ON FUNCTION sessionwatch.device IS
  'Vendor, model and firmware of a User-Agent; one that fits no known pattern stays whole as the model, without vendor and firmware';


-- An address of SIP as people compare it: without port, parameters and the case of the host.
CREATE FUNCTION sessionwatch.endpoint(uri text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(coalesce(part[1], '') || lower(part[2]), uri)
    FROM regexp_match(uri, '^[A-Za-z]+:([^@]*@)?(\[[^]]*\]|[^:;?>]*)') AS part
$$;
COMMENT ON FUNCTION sessionwatch.endpoint IS
  'user@host of a SIP URI, without scheme, port and parameters; what is no SIP URI stays as it is';


CREATE FUNCTION sessionwatch.sip_host(uri text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(substring(uri FROM '^[A-Za-z]+:(?:[^@]*@)?(\[[^]]*\]|[^:;?>]*)'))
$$;
COMMENT ON FUNCTION sessionwatch.sip_host IS 'Host of a SIP URI in lower case; null when it is no SIP URI';


CREATE VIEW sessionwatch.call_party AS
SELECT d.dialog_id,
       d.heard_on,
       p.name AS pbx,
       s.side,
       s.uri,
       s.user_agent,
       s.supports_timer,
       d.refresher = s.side AS is_refresher,
       d.first_heard_at AS began_at,
       d.end_cause IS NOT DISTINCT FROM 'dropped_by_timer' AS dropped_by_timer
  FROM sessionwatch.dialog d
  JOIN sessionwatch.pbx p USING (pbx_id)
 CROSS JOIN LATERAL (VALUES
   ('caller', d.caller, d.caller_user_agent, d.caller_supports_timer),
   ('callee', d.callee, d.callee_user_agent, d.callee_supports_timer)
 ) AS s (side, uri, user_agent, supports_timer)
 WHERE d.end_cause IS DISTINCT FROM 'rejected';
COMMENT ON VIEW sessionwatch.call_party IS 'Two rows a call: its caller and its callee';
COMMENT ON COLUMN sessionwatch.call_party.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.call_party.heard_on IS 'UTC day on which the call was first heard: the partition key';
COMMENT ON COLUMN sessionwatch.call_party.pbx IS 'Name of the PBX that heard it first';
COMMENT ON COLUMN sessionwatch.call_party.side IS 'caller or callee';
COMMENT ON COLUMN sessionwatch.call_party.uri IS 'Its URI';
COMMENT ON COLUMN sessionwatch.call_party.user_agent IS 'Its latest User-Agent or Server; null when it sent none';
COMMENT ON COLUMN sessionwatch.call_party.supports_timer IS 'Whether its latest request or 2xx listed timer in Supported; null when unknown';
COMMENT ON COLUMN sessionwatch.call_party.is_refresher IS 'Whether it has the duty to refresh, as it last stood; null without a timer';
COMMENT ON COLUMN sessionwatch.call_party.began_at IS 'The first message heard of the call';
COMMENT ON COLUMN sessionwatch.call_party.dropped_by_timer IS 'Whether the call ended for want of a refresh';


-- The endpoint is what the PBX calls the trunk or phone: the channel name without technology and
-- serial number. Where the PBX was not asked, the hosts of both URIs stand for it, once when they are the same.
CREATE VIEW sessionwatch.call_trunk AS
SELECT d.dialog_id,
       d.heard_on,
       p.name AS pbx,
       t.trunk,
       d.first_heard_at AS began_at
  FROM sessionwatch.dialog d
  JOIN sessionwatch.pbx p USING (pbx_id)
 CROSS JOIN LATERAL (
   SELECT sessionwatch.sip_host(d.caller) AS of_caller, sessionwatch.sip_host(d.callee) AS of_callee) AS host
 CROSS JOIN LATERAL unnest(CASE
   WHEN d.channel IS NOT NULL
     THEN ARRAY[regexp_replace(d.channel, '^[^/]*/(.*)-[0-9a-fA-F]+(;[0-9]+)?$', '\1')]
   WHEN host.of_caller IS NOT DISTINCT FROM host.of_callee THEN ARRAY[host.of_caller]
   ELSE ARRAY[host.of_caller, host.of_callee] END) AS t (trunk)
 WHERE d.end_cause IS DISTINCT FROM 'rejected';
COMMENT ON VIEW sessionwatch.call_trunk IS
  'The trunk (or phone) of each call: the endpoint in the channel name; where the PBX was not asked, a row for each of the hosts of both URIs';
COMMENT ON COLUMN sessionwatch.call_trunk.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.call_trunk.heard_on IS 'UTC day on which the call was first heard: the partition key';
COMMENT ON COLUMN sessionwatch.call_trunk.pbx IS 'Name of the PBX that heard it first';
COMMENT ON COLUMN sessionwatch.call_trunk.trunk IS 'Endpoint, such as provider1 in PJSIP/provider1-0000001a; or a host';
COMMENT ON COLUMN sessionwatch.call_trunk.began_at IS 'The first message heard of the call';


-- What is counted of a refresh, once and for all: 1 in each column that it counts for.
CREATE VIEW sessionwatch.counted_refresh AS
SELECT dialog_id,
       heard_on,
       requested_at,
       requested_by,
       (outcome = 'refreshed')::integer AS refreshes,
       (outcome = 'refreshed' AND coalesce(punctuality, 'late') <> 'late')::integer AS on_time,
       (punctuality IS NOT DISTINCT FROM 'late')::integer AS late,
       (outcome IN ('rejected', 'unanswered', 'glare'))::integer AS failed,
       (outcome IN ('rejected', 'unanswered'))::integer AS refused,
       lateness_ms
  FROM sessionwatch.refresh;
COMMENT ON VIEW sessionwatch.counted_refresh IS 'One row a refresh transaction, with 1 in each column that it counts for';
COMMENT ON COLUMN sessionwatch.counted_refresh.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.counted_refresh.heard_on IS 'UTC day on which the call was first heard: the partition key';
COMMENT ON COLUMN sessionwatch.counted_refresh.requested_at IS 'First copy of the request';
COMMENT ON COLUMN sessionwatch.counted_refresh.requested_by IS 'The side that sent it: caller or callee';
COMMENT ON COLUMN sessionwatch.counted_refresh.refreshes IS '1 when it succeeded and carried a session interval';
COMMENT ON COLUMN sessionwatch.counted_refresh.on_time IS '1 when it also met the half-interval deadline';
COMMENT ON COLUMN sessionwatch.counted_refresh.late IS '1 when the request came after half the interval and the tolerance';
COMMENT ON COLUMN sessionwatch.counted_refresh.failed IS '1 when it was rejected, left unanswered, or lost to glare';
COMMENT ON COLUMN sessionwatch.counted_refresh.refused IS '1 when the other side rejected it or left it unanswered';
COMMENT ON COLUMN sessionwatch.counted_refresh.lateness_ms IS 'Lateness in milliseconds, negative when early; null without an active timer';


-- Everything that is counted, on one line of time.
CREATE VIEW sessionwatch.timer_event AS
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
       ended_at,
       NULL,
       0, 0, 0, 0, 0, 0, 0, 0, 0, 1, NULL
  FROM sessionwatch.dialog
 WHERE end_cause = 'dropped_by_timer';
COMMENT ON VIEW sessionwatch.timer_event IS
  'One row an event: a call''s beginning (two, one a party), a refresh asked for (and, where it was not granted, one for who refused it), an alert, a drop by the timer';
COMMENT ON COLUMN sessionwatch.timer_event.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.timer_event.heard_on IS 'UTC day on which the call was first heard: the partition key';
COMMENT ON COLUMN sessionwatch.timer_event.happened_at IS 'When the call was first heard, the refresh requested, the alert raised, the call dropped';
COMMENT ON COLUMN sessionwatch.timer_event.side IS 'Whose it is: caller or callee; null for alerts and drops, which are the refresher''s';
COMMENT ON COLUMN sessionwatch.timer_event.calls IS '1 for the beginning of a call, on the caller''s row';
COMMENT ON COLUMN sessionwatch.timer_event.parties IS '1 for the beginning of a call, on both rows';
COMMENT ON COLUMN sessionwatch.timer_event.refreshes IS '1 for a refresh that succeeded and carried a session interval';
COMMENT ON COLUMN sessionwatch.timer_event.on_time IS '1 for one that also met the half-interval deadline';
COMMENT ON COLUMN sessionwatch.timer_event.late IS '1 for a refresh request that came after half the interval and the tolerance';
COMMENT ON COLUMN sessionwatch.timer_event.failed IS '1 for a refresh rejected, unanswered, or lost to glare';
COMMENT ON COLUMN sessionwatch.timer_event.refused IS '1 for a refresh that this side rejected or left unanswered';
COMMENT ON COLUMN sessionwatch.timer_event.alerts IS '1 for an alert of any kind';
COMMENT ON COLUMN sessionwatch.timer_event.missed IS '1 for a REFRESH_MISSED: no refresh came until the other side was free to hang up';
COMMENT ON COLUMN sessionwatch.timer_event.dropped_by_timer IS '1 for a call that ended for want of a refresh';
COMMENT ON COLUMN sessionwatch.timer_event.lateness_ms IS 'Lateness of a refresh in milliseconds, negative when early; null for other events and without a timer';


-- Joined by both parts of the key, and limited by heard_on on both sides of the join: each of them is
-- what leaves partitions out.
CREATE VIEW sessionwatch.call_event AS
SELECT e.dialog_id,
       e.heard_on AS event_heard_on,
       d.heard_on,
       e.happened_at,
       p.name AS pbx,
       coalesce(e.side, d.refresher) AS side,
       CASE coalesce(e.side, d.refresher) WHEN 'caller' THEN d.caller WHEN 'callee' THEN d.callee END AS uri,
       CASE coalesce(e.side, d.refresher)
         WHEN 'caller' THEN d.caller_user_agent WHEN 'callee' THEN d.callee_user_agent END AS user_agent,
       d.timer_state,
       coalesce(e.side = d.refresher, d.refresher IS NOT NULL AND e.side IS NULL) AS by_refresher,
       e.calls,
       e.parties,
       e.refreshes,
       e.on_time,
       e.late,
       e.failed,
       e.refused,
       e.alerts,
       e.missed,
       e.dropped_by_timer,
       e.lateness_ms
  FROM sessionwatch.timer_event e
  JOIN sessionwatch.dialog d USING (dialog_id, heard_on)
  JOIN sessionwatch.pbx p USING (pbx_id)
 WHERE d.end_cause IS DISTINCT FROM 'rejected';
COMMENT ON VIEW sessionwatch.call_event IS
  'The events of timer_event in established calls, with whose they are. Limit heard_on, event_heard_on and happened_at';
COMMENT ON COLUMN sessionwatch.call_event.dialog_id IS 'The dialog';
COMMENT ON COLUMN sessionwatch.call_event.event_heard_on IS 'heard_on in the event''s own row: the same day; limit both';
COMMENT ON COLUMN sessionwatch.call_event.heard_on IS 'UTC day on which the call was first heard: the partition key';
COMMENT ON COLUMN sessionwatch.call_event.happened_at IS 'When the call was first heard, the refresh requested, the alert raised, the call dropped';
COMMENT ON COLUMN sessionwatch.call_event.pbx IS 'Name of the PBX that heard the call first';
COMMENT ON COLUMN sessionwatch.call_event.side IS 'Whose event it is: caller or callee; of alerts and drops, the refresher; null for an alert in a call without one';
COMMENT ON COLUMN sessionwatch.call_event.uri IS 'URI of that side';
COMMENT ON COLUMN sessionwatch.call_event.user_agent IS 'Its User-Agent or Server';
COMMENT ON COLUMN sessionwatch.call_event.timer_state IS 'The call''s timer as it last stood: active, off, optional, none or unknown';
COMMENT ON COLUMN sessionwatch.call_event.by_refresher IS 'Whether that side has the duty to refresh, as it last stood';
COMMENT ON COLUMN sessionwatch.call_event.calls IS '1 for the beginning of a call, on the caller''s row';
COMMENT ON COLUMN sessionwatch.call_event.parties IS '1 for the beginning of a call, on both rows';
COMMENT ON COLUMN sessionwatch.call_event.refreshes IS '1 for a refresh that succeeded and carried a session interval';
COMMENT ON COLUMN sessionwatch.call_event.on_time IS '1 for one that also met the half-interval deadline';
COMMENT ON COLUMN sessionwatch.call_event.late IS '1 for a refresh request that came after half the interval and the tolerance';
COMMENT ON COLUMN sessionwatch.call_event.failed IS '1 for a refresh rejected, unanswered, or lost to glare';
COMMENT ON COLUMN sessionwatch.call_event.refused IS '1 for a refresh that this side rejected or left unanswered';
COMMENT ON COLUMN sessionwatch.call_event.alerts IS '1 for an alert of any kind';
COMMENT ON COLUMN sessionwatch.call_event.missed IS '1 for a REFRESH_MISSED';
COMMENT ON COLUMN sessionwatch.call_event.dropped_by_timer IS '1 for a call that ended for want of a refresh';
COMMENT ON COLUMN sessionwatch.call_event.lateness_ms IS 'Lateness of a refresh in milliseconds, negative when early';


-- ---- The views of V2 on these

CREATE OR REPLACE VIEW sessionwatch.call_reliability AS
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
    SELECT sum(refreshes) AS refreshes,
           sum(on_time) AS on_time,
           sum(late) AS late,
           sum(failed) AS failed,
           max(lateness_ms) AS worst_lateness_ms
      FROM sessionwatch.counted_refresh
     WHERE dialog_id = d.dialog_id
       AND heard_on = d.heard_on) r ON true
  LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE kind = 'REFRESH_MISSED') AS missed,
           count(*) AS alerts
      FROM sessionwatch.alert
     WHERE dialog_id = d.dialog_id
       AND heard_on = d.heard_on) a ON true
 WHERE d.end_cause IS DISTINCT FROM 'rejected';


CREATE OR REPLACE VIEW sessionwatch.reliability_by_user_agent AS
WITH asked AS (
  SELECT dialog_id,
         heard_on,
         requested_by AS side,
         sum(refreshes) AS refreshes,
         sum(on_time) AS on_time,
         sum(late) AS late,
         max(lateness_ms) AS worst_lateness_ms
    FROM sessionwatch.counted_refresh
   GROUP BY dialog_id, heard_on, requested_by
), refused AS (
  SELECT dialog_id,
         heard_on,
         CASE requested_by WHEN 'caller' THEN 'callee' ELSE 'caller' END AS side,
         sum(refused) AS refused
    FROM sessionwatch.counted_refresh
   WHERE refused = 1
   GROUP BY dialog_id, heard_on, requested_by
), missed AS (
  SELECT dialog_id, heard_on, count(*) AS missed
    FROM sessionwatch.alert
   WHERE kind = 'REFRESH_MISSED'
   GROUP BY dialog_id, heard_on
)
SELECT s.user_agent,
       count(*) AS calls,
       count(*) FILTER (WHERE s.is_refresher) AS calls_as_refresher,
       coalesce(sum(a.refreshes), 0)::bigint AS refreshes,
       coalesce(sum(a.on_time), 0)::bigint AS on_time,
       coalesce(sum(a.late), 0)::bigint AS late,
       coalesce(sum(m.missed), 0)::bigint AS missed,
       max(a.worst_lateness_ms) AS worst_lateness_ms,
       coalesce(sum(f.refused), 0)::bigint AS refused,
       count(*) FILTER (WHERE s.is_refresher AND s.dropped_by_timer) AS dropped_by_timer
  FROM sessionwatch.call_party s
  LEFT JOIN asked a USING (dialog_id, heard_on, side)
  LEFT JOIN refused f USING (dialog_id, heard_on, side)
  LEFT JOIN missed m ON m.dialog_id = s.dialog_id AND m.heard_on = s.heard_on AND s.is_refresher
 GROUP BY s.user_agent;


CREATE OR REPLACE VIEW sessionwatch.reliability_by_trunk AS
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
  JOIN sessionwatch.call_trunk t USING (dialog_id, heard_on)
 GROUP BY c.pbx, t.trunk;


-- ---- What the reports are asked for

-- A call is asked for by its channel's uniqueid, too, and Asterisk's CDR is joined by it.
CREATE INDEX dialog_uniqueid ON sessionwatch.dialog USING hash (uniqueid);


CREATE FUNCTION sessionwatch.report_time(said text) RETURNS timestamptz
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  word text := lower(btrim(said));
  part text[];
BEGIN
  IF word IN ('now', 'today', 'yesterday', 'tomorrow') THEN
    RETURN CASE word
      WHEN 'now' THEN now()
      WHEN 'today' THEN current_date
      WHEN 'yesterday' THEN current_date - 1
      ELSE current_date + 1 END;
  END IF;
  part := regexp_match(word, '^(\d{1,6})([smhdw])$');
  IF part[2] IN ('d', 'w') THEN
    RETURN current_date - part[1]::integer * CASE part[2] WHEN 'w' THEN 7 ELSE 1 END;
  ELSIF part IS NOT NULL THEN
    RETURN now() - part[1]::integer * CASE part[2]
      WHEN 'h' THEN interval '1 hour' WHEN 'm' THEN interval '1 minute' ELSE interval '1 second' END;
  END IF;
  IF word ~ '^\d{4}-\d\d-\d\d([t ]\d\d:\d\d(:\d\d(\.\d+)?)?(z|[-+]\d\d(:?\d\d)?)?)?$' THEN
    RETURN word::timestamptz;
  END IF;
  RAISE invalid_datetime_format;
EXCEPTION
  WHEN data_exception THEN
    RAISE EXCEPTION 'not a time: "%"', said USING
      ERRCODE = 'invalid_datetime_format',
      HINT = 'A time is 2026-11-22T06:18:59Z, 2026-11-22 06:18, 2026-11-22, now, today, yesterday, 24h (units s, m, h: so long ago) or 7d (units d, w: the midnight so long ago); without an offset, in the time zone of the session.';
END
$$;
COMMENT ON FUNCTION sessionwatch.report_time IS
  'The time that a report is asked for: RFC 3339, a date, now, today, yesterday, tomorrow, 24h (units s, m, h) or 7d (units d, w: that day''s midnight). Without an offset, in the session''s TimeZone';


-- A call's events are looked for up to 7 days after it began, or as long as it has been up when it
-- still is and refreshes: the days of the partition key that the period's events can have.
CREATE FUNCTION sessionwatch.report_period(
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
    FROM sessionwatch.dialog d
   WHERE d.ended_at IS NULL
     AND NOT d.forgotten
     AND d.first_heard_at < report_period.since - interval '7 days'
     AND d.refreshed_at >= report_period.since - interval '1 day';
  last_day := (until AT TIME ZONE 'UTC')::date + 1;
END
$$;
COMMENT ON FUNCTION sessionwatch.report_period IS
  'What a report is limited by: the times that since and until mean, and the days of heard_on that calls of that time can have. Refuses an empty period and a PBX that is not known (an empty name: all)';
