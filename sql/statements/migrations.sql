-- What has been done to the schema so far, as Flyway keeps it.
SELECT version, checksum, success
  FROM sessionwatch.flyway_schema_history
 WHERE version IS NOT NULL
