-- One daemon after another writes alerts: then each sees what the others wrote, and only one of them notifies.
SELECT pg_advisory_xact_lock(hashtextextended('sessionwatch.alert', 0))
