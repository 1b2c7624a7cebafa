-- Who may do what. Run it in the database, after `sessionwatch migrate`, as a superuser or as the schema's owner with CREATEROLE;
-- running it again changes nothing:
--
--   psql -d sessionwatch -f roles.sql
--   psql -d sessionwatch -c "CREATE ROLE swdaemon LOGIN PASSWORD '...' IN ROLE sessionwatch_writer"
--   psql -d sessionwatch -c "GRANT sessionwatch_reader TO grafana"
--
-- owner   whoever ran the migrations: makes and changes tables
-- writer  the daemon: adds and changes rows, reads them, keeps partitions by calling maintain(); no DDL, deletes nothing by hand
--         but what says that a call is up (dialog_key), at its end
-- reader  reports and dashboards: reads
--
-- A daemon that is only a writer cannot bring the schema up to date: after an update run `sessionwatch migrate -c FILE` with a
-- file that names the owner in [database] user. Tables and views that a later release adds are granted alike.

DO $$
DECLARE
  owner name := (SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'sessionwatch');
BEGIN
  IF owner IS NULL THEN
    RAISE EXCEPTION 'there is no schema sessionwatch in the database %: run sessionwatch migrate first', current_database();
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sessionwatch_writer') THEN
    CREATE ROLE sessionwatch_writer NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sessionwatch_reader') THEN
    CREATE ROLE sessionwatch_reader NOLOGIN;
  END IF;

  EXECUTE format('GRANT CONNECT ON DATABASE %I TO sessionwatch_writer, sessionwatch_reader', current_database());
  -- COPY goes into temporary tables.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO sessionwatch_writer', current_database());
  GRANT USAGE ON SCHEMA sessionwatch TO sessionwatch_writer, sessionwatch_reader;
  GRANT SELECT ON ALL TABLES IN SCHEMA sessionwatch TO sessionwatch_writer, sessionwatch_reader;
  GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA sessionwatch TO sessionwatch_writer;
  GRANT DELETE ON sessionwatch.dialog_key TO sessionwatch_writer;
  REVOKE INSERT, UPDATE ON sessionwatch.flyway_schema_history FROM sessionwatch_writer;
  -- It runs with the owner's rights and does nothing but make, fill and drop partitions.
  GRANT EXECUTE ON FUNCTION sessionwatch.maintain(interval, text, interval, date) TO sessionwatch_writer;

  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA sessionwatch'
    ' GRANT SELECT ON TABLES TO sessionwatch_writer, sessionwatch_reader', owner);
  EXECUTE format(
    'ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA sessionwatch'
    ' GRANT INSERT, UPDATE ON TABLES TO sessionwatch_writer', owner);
END
$$;
