-- Fills an empty schema with a made-up history, to time the reports on.
--
--   psql -v refreshes=10000000 -v days=90 -f benchmarks/reports/history.sql
--
-- Calls begin evenly over the days before the end of the last hour; what would come later has not
-- happened yet, so the last calls are still up. A call has one to seven refreshes, four on average,
-- one each 15 minutes (its interval is 1800 s), and ends 7 minutes after the last; one call in 150
-- is dropped by its timer instead, after a REFRESH_LATE and a REFRESH_MISSED; one refresh in 100
-- comes late, one in 400 is rejected. Every value comes from the row's number: each run makes the
-- same rows, but for the time.
\set ON_ERROR_STOP on
\if :{?refreshes}
\else
  \set refreshes 1000000
\endif
\if :{?days}
\else
  \set days 90
\endif

CREATE TEMPORARY VIEW made_call AS
SELECT n,
       md5('dialog ' || n)::uuid AS dialog_id,
       began,
       began + interval '3 s' AS established_at,
       1 + n % 7 AS refreshes,
       n % 150 = 0 AS dropped,
       began + interval '3 s' + (1 + n % 7) * interval '15 min'
         + CASE WHEN n % 150 = 0 THEN interval '29 min 28 s' ELSE interval '7 min' END AS ends_at,
       CASE n % 5 WHEN 0 THEN 'callee' ELSE 'caller' END AS refresher,
       :'refreshes'::bigint / 4 AS calls,
       now_at
  FROM (SELECT date_trunc('hour', now()) AS now_at) AS clock,
       generate_series(1, :'refreshes'::bigint / 4) AS n,
       LATERAL (SELECT now_at - (:'refreshes'::bigint / 4 - n)
                         * (:'days' * interval '1 day' / (:'refreshes'::bigint / 4)) AS began) AS start;

SELECT count(sessionwatch.make_partition(of_table, week::date, week::date + 7)) AS partitions_made
  FROM (VALUES ('dialog'), ('refresh'), ('alert')) AS divided (of_table),
       generate_series(date_trunc('week', now() AT TIME ZONE 'UTC' - :'days' * interval '1 day'),
                       now() AT TIME ZONE 'UTC', '1 week') AS week
 WHERE NOT EXISTS (SELECT FROM sessionwatch.partitions p
                    WHERE p.of_table = divided.of_table AND p.begins < week::date + 7 AND p.ends > week::date);

INSERT INTO sessionwatch.pbx (name, kind)
VALUES ('asterisk1', 'asterisk'), ('asterisk2', 'asterisk'), ('kamailio1', 'kamailio')
ON CONFLICT DO NOTHING;

INSERT INTO sessionwatch.dialog
  (dialog_id, heard_on, pbx_id, call_id, caller_tag, callee_tag, caller, callee, caller_user_agent,
   callee_user_agent, caller_supports_timer, callee_supports_timer, first_heard_at, established_at,
   ended_at, end_cause, end_certain, end_reason, forgotten, timer_state, interval_s, refresher,
   min_se_s, refreshed_at, channel, uniqueid, linkedid)
SELECT dialog_id,
       (began AT TIME ZONE 'UTC')::date,
       (SELECT pbx_id FROM sessionwatch.pbx
         WHERE name = (ARRAY['asterisk1', 'asterisk2', 'kamailio1'])[1 + n % 3]),
       md5('Call-ID ' || n) || '@10.0.' || n % 200 || '.7',
       md5('from ' || n),
       md5('to ' || n),
       'sip:' || 1000 + n % 4000 || '@10.0.' || n % 200 || '.7:5060',
       'sip:0' || 30000000 + n % 99991 || '@pbx.example',
       (ARRAY['Grandstream GXP2170 1.0.11.79', 'Grandstream HT801 1.0.43.11',
              'Yealink SIP-T46S 66.86.0.15', 'snomD785/10.1.141.13',
              'PolycomVVX-VVX_411-UA/6.4.3.5814', 'Cisco/SPA504G-7.6.2f',
              'Linphone/4.4.10 (belle-sip/5.1.64)', 'FPBX-16.0.40(18.9)'])[1 + n % 8],
       CASE n % 3 WHEN 2 THEN 'kamailio (5.6.3 (x86_64/linux))' ELSE 'Asterisk PBX 22.10.1' END,
       true,
       true,
       began,
       established_at,
       CASE WHEN ends_at <= now_at THEN ends_at END,
       CASE WHEN ends_at <= now_at AND dropped THEN 'dropped_by_timer' WHEN ends_at <= now_at THEN 'bye' END,
       true,
       CASE WHEN ends_at <= now_at AND dropped THEN 'No session refresh received.' END,
       false,
       'active',
       1800,
       refresher,
       90,
       established_at + least(refreshes, floor(extract(epoch FROM now_at - established_at) / 900)::integer)
         * interval '15 min',
       CASE WHEN n % 3 < 2 THEN 'PJSIP/trunk' || n % 40 || '-' || lpad(to_hex(n), 8, '0') END,
       CASE WHEN n % 3 < 2 THEN '1800000000.' || n END,
       CASE WHEN n % 3 < 2 THEN '1800000000.' || n END
  FROM made_call
 WHERE established_at <= now_at;

INSERT INTO sessionwatch.dialog_key (dialog_id, heard_on)
SELECT dialog_id, heard_on FROM sessionwatch.dialog WHERE ended_at IS NULL;

-- The deadline stands still and the request comes after it, by a jitter of its own.
INSERT INTO sessionwatch.refresh
  (dialog_id, heard_on, seq, method, cseq, requested_by, requested_at, answered_at, status, outcome, due_at,
   punctuality, lateness_ms, interval_s, refresher, confirmed)
SELECT dialog_id,
       (began AT TIME ZONE 'UTC')::date,
       seq,
       CASE n % 4 WHEN 0 THEN 'INVITE' ELSE 'UPDATE' END,
       seq + 1,
       refresher,
       due_at + lateness_ms * interval '1 ms',
       due_at + (lateness_ms + 20) * interval '1 ms',
       CASE WHEN rejected THEN 500 ELSE 200 END,
       CASE WHEN rejected THEN 'rejected' ELSE 'refreshed' END,
       due_at,
       CASE WHEN lateness_ms > 6000 THEN 'late' ELSE 'on_time' END,
       lateness_ms,
       1800,
       refresher,
       true
  FROM made_call,
       generate_series(1, refreshes) AS seq,
       LATERAL (SELECT established_at + seq * interval '15 min' AS due_at,
                       CASE (n * 7 + seq) % 100 WHEN 0 THEN 6000 + n % 40000 ELSE (n * 31 + seq * 17) % 900 END
                         AS lateness_ms,
                       (n * 7 + seq) % 400 = 7 AS rejected) AS made
 WHERE due_at + lateness_ms * interval '1 ms' <= now_at;

INSERT INTO sessionwatch.alert
  (alert_id, dialog_id, heard_on, pbx_id, kind, severity, raised_at, cleared_at, confirmed, detail, hint)
SELECT md5(kind || n)::uuid,
       c.dialog_id,
       d.heard_on,
       d.pbx_id,
       kind,
       severity,
       ends_at - before,
       NULL,
       true,
       'The side ' || c.refresher || ' has to refresh the session every 1800 s, and has not.',
       'Check its session timers.'
  FROM made_call c
  JOIN sessionwatch.dialog d ON d.dialog_id = c.dialog_id AND d.heard_on = (c.began AT TIME ZONE 'UTC')::date,
       (VALUES ('REFRESH_LATE', 'warning', interval '14 min 22 s'),
               ('REFRESH_MISSED', 'critical', interval '0'),
               ('DROPPED_BY_TIMER', 'critical', interval '0')) AS told (kind, severity, before)
 WHERE dropped
   AND ends_at - before <= now_at;

VACUUM (ANALYZE) sessionwatch.dialog, sessionwatch.refresh, sessionwatch.alert;
