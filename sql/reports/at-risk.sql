-- at-risk: Which calls will drop now unless a refresh comes, when, and who has to send it?
--
-- Calls that are up and have an alert since their last refresh. From may_drop_at on the other side is free to hang up
-- (RFC 4028: the interval less 32 s or a third); at expires_at the session ends. Empty is good.
--
-- Limited by: pbx
-- Columns
--   may_drop_in_s     seconds until the other side may hang up; negative: it may already
--   may_drop_at       when that is
--   expires_at        end of the session interval
--   pbx               PBX that heard the call first
--   caller, callee    their URIs
--   refresher         the side that has to refresh: caller or callee
--   refresher_user_agent its User-Agent
--   interval_s        session interval in seconds
--   alerts            alerts since the last refresh, oldest first
--   confirmed         false: none of these alerts is confirmed, the mirror may have lost something
--   channel           the PBX's channel name, to look at or hang up; null where the PBX was not asked
--   call_id           Call-ID
\ir parameters.psql

SELECT round(extract(epoch FROM at_risk_at - now())::numeric)::integer AS may_drop_in_s,
       at_risk_at AS may_drop_at,
       expires_at,
       pbx,
       caller,
       callee,
       refresher,
       refresher_user_agent,
       interval_s,
       array_to_string(alerts, ', ') AS alerts,
       confirmed,
       channel,
       call_id
  FROM sessionwatch.calls_at_risk
 WHERE (:'pbx' = '' OR pbx = :'pbx')
 ORDER BY at_risk_at, dialog_id;
