-- What Kamailio's sipcapture writes, under the names that it expects, with the indexes that its own schema advises.
DROP TABLE IF EXISTS sip_capture;
CREATE TABLE sip_capture (
  id bigint GENERATED ALWAYS AS IDENTITY,
  date timestamp, micro_ts bigint, method text, correlation_id text, reply_reason text,
  ruri text, ruri_user text, ruri_domain text, from_user text, from_domain text, from_tag text,
  to_user text, to_domain text, to_tag text, pid_user text, contact_user text, auth_user text,
  callid text, callid_aleg text, via_1 text, via_1_branch text, cseq text, diversion text, reason text,
  content_type text, auth text, user_agent text, source_ip text, source_port integer,
  destination_ip text, destination_port integer, contact_ip text, contact_port integer,
  originator_ip text, originator_port integer, expires integer, event text, correlation text, proto integer,
  family integer, rtp_stat text, type integer, node text, msg text,
  custom_field1 text, custom_field2 text, custom_field3 text,
  PRIMARY KEY (id, date)
);
CREATE INDEX ON sip_capture (ruri_user);
CREATE INDEX ON sip_capture (from_user);
CREATE INDEX ON sip_capture (to_user);
CREATE INDEX ON sip_capture (pid_user);
CREATE INDEX ON sip_capture (auth_user);
CREATE INDEX ON sip_capture (callid_aleg);
CREATE INDEX ON sip_capture (date);
CREATE INDEX ON sip_capture (callid);
