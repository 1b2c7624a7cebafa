/**
 * The PostgreSQL server that comes with the daemon, for those who have none.
 *
 * <p>It lives in the directory {@code postgres} of the state directory, runs under an unprivileged
 * account, hears 127.0.0.1 and a unix socket, and asks for a password (scram-sha-256) on the one
 * and for the operating system's user (peer) on the other.
 */
@NullMarked
package org.sessionwatch.store.embedded;

import org.jspecify.annotations.NullMarked;
