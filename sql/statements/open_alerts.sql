-- Alerts of the open dialogs that still matter to them: raised since the last refreshing 2xx, or
-- still waiting for one. The other kinds are events and have no
-- end; a violated rule is told once a dialog, so it is remembered that it was.
SELECT a.*
  FROM sessionwatch.alert a
  JOIN sessionwatch.open_call d USING (dialog_id, heard_on)
 WHERE d.refreshed_at IS NULL
    OR a.raised_at >= d.refreshed_at
    OR a.kind = 'BAD_NEGOTIATION'
    OR (a.cleared_at IS NULL
        AND a.kind IN ('REFRESH_LATE', 'REFRESH_MISSED', 'SESSION_EXPIRED'))
 ORDER BY a.raised_at, a.alert_id
