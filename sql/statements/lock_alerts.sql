-- One daemon after another writes alerts: then each sees what the others wrote, and only one of them notifies. The rows of one
-- batch are joined with each other, by a hash.
SELECT set_config('enable_hashjoin', 'on', true),
       pg_advisory_xact_lock(hashtextextended('sessionwatch.alert', 0))
