-- Dialogs to go on watching after a restart, with how far their refreshes came.
SELECT d.*,
       o.refreshed_at AS last_refreshed_at,
       p.name AS pbx,
       coalesce(r.refreshes, 0) AS refreshes,
       coalesce(r.cseq_caller, 0) AS cseq_caller,
       coalesce(r.cseq_callee, 0) AS cseq_callee,
       l.requested_by AS refreshed_by,
       coalesce(l.cseq, 0) AS refreshed_cseq
  FROM sessionwatch.open_call o
  JOIN sessionwatch.dialog d USING (dialog_id, heard_on)
  JOIN sessionwatch.pbx p ON p.pbx_id = d.pbx_id
  LEFT JOIN LATERAL (
    SELECT max(seq) AS refreshes,
           max(cseq) FILTER (WHERE requested_by = 'caller') AS cseq_caller,
           max(cseq) FILTER (WHERE requested_by = 'callee') AS cseq_callee
      FROM sessionwatch.refresh
     WHERE dialog_id = d.dialog_id
       AND heard_on = d.heard_on) r ON true
  LEFT JOIN LATERAL (
    SELECT requested_by, cseq
      FROM sessionwatch.refresh
     WHERE dialog_id = d.dialog_id
       AND heard_on = d.heard_on
       AND outcome IN ('refreshed', 'turned_off')
     ORDER BY seq DESC
     LIMIT 1) l ON true
 ORDER BY d.first_heard_at, d.dialog_id
