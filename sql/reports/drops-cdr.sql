-- drops-cdr: Who was talking when the timer dropped the call, and for how long: the drops in Asterisk's own CDR?
--
-- Needs Asterisk's CDR as a table, foreign table or view named cdr, with its usual columns, where this role's
-- search_path finds it: docs/reports/README.md says how. Without a row in it, its columns are null.
--
-- A CDR has the uniqueid of the channel that called. A leg that Asterisk called has another; its linkedid is that of
-- the caller's channel, and the CDR names the leg in dstchannel. A call that was transferred or forked can have several.
--
-- Limited by: since, until, pbx
-- Columns
--   dropped_at        the BYE
--   pbx               PBX that heard the call first
--   src               caller's number by the CDR
--   dst               dialled number by the CDR
--   calldate          beginning of the call by the CDR
--   billsec           seconds of talk by the CDR
--   disposition       ANSWERED and so on, by the CDR
--   silent_side       caller or callee: who had to refresh
--   silent_user_agent its User-Agent
--   channel           the PBX's channel name
--   uniqueid          the channel's uniqueid
--   call_id           Call-ID
\ir parameters.psql

SELECT d.ended_at AS dropped_at,
       p.name AS pbx,
       c.src,
       c.dst,
       c.calldate,
       c.billsec,
       c.disposition,
       d.refresher AS silent_side,
       CASE d.refresher WHEN 'caller' THEN d.caller_user_agent WHEN 'callee' THEN d.callee_user_agent END
         AS silent_user_agent,
       d.channel,
       d.uniqueid,
       d.call_id
  FROM sessionwatch.dialog d
  JOIN sessionwatch.pbx p USING (pbx_id)
  LEFT JOIN cdr c ON c.uniqueid IN (d.uniqueid, d.linkedid)
                 AND (c.uniqueid = d.uniqueid OR c.dstchannel = d.channel)
 WHERE d.heard_on <= :'last_day'
   AND d.dropped_at >= :'since'
   AND d.dropped_at < :'until'
   AND (:'pbx' = '' OR p.name = :'pbx')
 ORDER BY d.ended_at DESC, d.dialog_id, c.calldate;
