-- For the connection that batches are written on. A backend that stands still, or whose client is gone without its knowing, keeps
-- the keys of the batch that it was given, and the same batch waits for it on the next connection. That is given up before the
-- driver gives up the connection, so that no second backend is left standing behind the first; and the server asks after a
-- silent client within half a minute rather than hours.
SET lock_timeout = '20s';
SET tcp_keepalives_idle = 10;
SET tcp_keepalives_interval = 5;
SET tcp_keepalives_count = 3
