-- Tables for Asterisk's CDR and CEL, as cdr_pgsql and cel_pgsql fill them and the reports drops-cdr and call-cel read them.
-- Run it in sessionwatch's database, as its owner or a superuser; running it again changes nothing:
--
--   psql -d sessionwatch -f asterisk.sql
--   psql -d sessionwatch -c "CREATE ROLE asterisk LOGIN PASSWORD '...'" -c "ALTER ROLE asterisk SET timezone = 'UTC'" \
--     -c "GRANT INSERT ON cdr, cel TO asterisk"
--
-- Both modules write times without an offset: what they call UTC has to be UTC to the server, too. docs/reports/README.md
-- has their configuration. Tables that are there already are left as they are.

CREATE TABLE IF NOT EXISTS public.cdr (
  calldate timestamptz NOT NULL,
  clid text NOT NULL DEFAULT '',
  src text NOT NULL DEFAULT '',
  dst text NOT NULL DEFAULT '',
  dcontext text NOT NULL DEFAULT '',
  channel text NOT NULL DEFAULT '',
  dstchannel text NOT NULL DEFAULT '',
  lastapp text NOT NULL DEFAULT '',
  lastdata text NOT NULL DEFAULT '',
  answer timestamptz,
  "end" timestamptz,
  duration integer NOT NULL DEFAULT 0,
  billsec integer NOT NULL DEFAULT 0,
  disposition text NOT NULL DEFAULT '',
  amaflags integer NOT NULL DEFAULT 0,
  accountcode text NOT NULL DEFAULT '',
  peeraccount text NOT NULL DEFAULT '',
  uniqueid text NOT NULL DEFAULT '',
  linkedid text NOT NULL DEFAULT '',
  sequence integer NOT NULL DEFAULT 0,
  userfield text NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS cdr_uniqueid ON public.cdr (uniqueid);
CREATE INDEX IF NOT EXISTS cdr_calldate ON public.cdr USING brin (calldate);

CREATE TABLE IF NOT EXISTS public.cel (
  eventtime timestamptz NOT NULL,
  eventtype text NOT NULL DEFAULT '',
  userdeftype text NOT NULL DEFAULT '',
  cid_name text NOT NULL DEFAULT '',
  cid_num text NOT NULL DEFAULT '',
  cid_ani text NOT NULL DEFAULT '',
  cid_rdnis text NOT NULL DEFAULT '',
  cid_dnid text NOT NULL DEFAULT '',
  exten text NOT NULL DEFAULT '',
  context text NOT NULL DEFAULT '',
  channame text NOT NULL DEFAULT '',
  appname text NOT NULL DEFAULT '',
  appdata text NOT NULL DEFAULT '',
  amaflags integer NOT NULL DEFAULT 0,
  accountcode text NOT NULL DEFAULT '',
  peeraccount text NOT NULL DEFAULT '',
  uniqueid text NOT NULL DEFAULT '',
  linkedid text NOT NULL DEFAULT '',
  userfield text NOT NULL DEFAULT '',
  peer text NOT NULL DEFAULT '',
  extra text NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS cel_linkedid ON public.cel (linkedid);
CREATE INDEX IF NOT EXISTS cel_eventtime ON public.cel USING brin (eventtime);

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sessionwatch_reader') THEN
    GRANT SELECT ON public.cdr, public.cel TO sessionwatch_reader;
  END IF;
END
$$;
