-- For every connection: over the partitions of months even a statement that reads a few rows looks dear to the planner, and a server
-- that compiles such ones (JIT) would take seconds for it.
SET jit = off
