-- Whether the server is recent enough, and the role may make the schema where it is missing, or change it.
SELECT current_setting('server_version') AS version,
       current_setting('server_version_num')::integer / 10000 AS major,
       to_regnamespace('sessionwatch') IS NOT NULL
         OR has_database_privilege(current_database(), 'CREATE') AS may_migrate,
       coalesce(has_schema_privilege(to_regnamespace('sessionwatch')::oid, 'CREATE'), true) AS may_change
