-- A history as the schema of V1 and V2 kept it: 400 dialogs of 2025 and 2026, 8000 refreshes, 900 alerts, some of a whole PBX.
INSERT INTO sessionwatch.pbx (name, kind) VALUES ('pbx1', 'asterisk'), ('pbx2', 'kamailio');

INSERT INTO sessionwatch.dialog
SELECT md5('dialog ' || n)::uuid, 1 + n % 2, 'call ' || n, 'a-' || n, 'b-' || n, 'sip:a@x', E'sip:b\\@y\t', 'Phone ' || n % 7, NULL,
       n % 3 = 0, NULL, true, NULL, t, t + interval '1 s', CASE WHEN n % 10 > 0 THEN t + interval '2 h' END,
       CASE WHEN n % 10 > 0 THEN CASE n % 3 WHEN 0 THEN 'dropped_by_timer' ELSE 'bye' END END, n % 5 > 0, NULL, n % 20 = 0,
       'active', 1800, CASE n % 2 WHEN 0 THEN 'caller' ELSE 'callee' END, 90, t + interval '1 h', 'PJSIP/100-' || n, n || '.1',
       n || '.0', 16, 'Normal', NULL
  FROM (SELECT n, timestamptz '2025-11-03 23:59:58.123456+00' + n * interval '22 h 13 min' AS t FROM generate_series(1, 400) n) d;

INSERT INTO sessionwatch.refresh
SELECT d.dialog_id, n, 'UPDATE', 100 + n, CASE n % 2 WHEN 0 THEN 'caller' ELSE 'callee' END, d.first_heard_at + n * interval '15 min',
       CASE WHEN n % 4 > 0 THEN d.first_heard_at + n * interval '15 min' END, CASE WHEN n % 4 > 0 THEN 200 END,
       CASE WHEN n % 4 > 0 THEN 'refreshed' ELSE 'unanswered' END, d.first_heard_at, 'on_time', n - 5, 1800, 'caller', true
  FROM sessionwatch.dialog d
 CROSS JOIN generate_series(1, 20) n;

INSERT INTO sessionwatch.alert
SELECT md5(d.dialog_id || ' ' || n)::uuid, d.dialog_id, d.pbx_id, CASE n WHEN 1 THEN 'REFRESH_LATE' ELSE 'REFRESH_MISSED' END, 'warning',
       d.first_heard_at + n * interval '1 min', CASE n WHEN 1 THEN d.first_heard_at + interval '3 min' END, true, 'detail', 'hint'
  FROM sessionwatch.dialog d
 CROSS JOIN generate_series(1, 2) n;

INSERT INTO sessionwatch.alert
SELECT md5('pbx ' || n)::uuid, NULL, 1, 'FEED_GAP', 'info', timestamptz '2026-05-01 00:00:00+00' + n * interval '1 day', NULL, true, 'detail', 'hint'
  FROM generate_series(1, 100) n;
