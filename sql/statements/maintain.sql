-- Partitions made ahead, and dropped once they are older than is to be kept.
SELECT what || ' ' || subject
  FROM sessionwatch.maintain(
    keep => make_interval(secs => CAST(:keepS AS double precision)),
    width => :width)
