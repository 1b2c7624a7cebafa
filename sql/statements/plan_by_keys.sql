-- For the connection that batches are written on: each statement looks its rows up by their keys, whatever the tables held when
-- it was planned. The plan is kept, since to make one for all partitions takes longer than to run it.
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;
SET plan_cache_mode = force_generic_plan
