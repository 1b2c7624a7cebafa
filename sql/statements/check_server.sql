-- Whether the server is recent enough, the role may make the schema where it is missing, or change it, and what was done to it so far can be read.
SELECT current_setting('server_version') AS version,
       current_setting('server_version_num')::integer / 10000 AS major,
       to_regnamespace('sessionwatch') IS NOT NULL
         OR has_database_privilege(current_database(), 'CREATE') AS may_migrate,
       coalesce(has_schema_privilege(to_regnamespace('sessionwatch')::oid, 'CREATE'), true) AS may_change,
       EXISTS (
         SELECT
           FROM pg_catalog.pg_class
          WHERE relnamespace = to_regnamespace('sessionwatch')
            AND relname = 'flyway_schema_history'
            AND has_schema_privilege(relnamespace, 'USAGE')
            AND has_table_privilege(oid, 'SELECT')) AS has_history
