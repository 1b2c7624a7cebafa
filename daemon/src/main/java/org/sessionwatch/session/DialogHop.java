package org.sessionwatch.session;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dialog's timer as one capture point saw it between two addresses. Proxies rewrite intervals, so
 * the hop before one and the hop behind it may tell different ones.
 *
 * @param pbx name of the PBX that heard it there
 * @param caller the address on the caller's side of this hop; null where the feed does not say
 * @param callee the address on the callee's side; null where the feed does not say
 * @param firstHeardAt the first message heard there
 * @param since the first 2xx that carried these values
 * @param requestedS Session-Expires of the request that it answers, in seconds; null for none
 * @param minSeS Min-SE of that request, in seconds; null for none
 * @param intervalS the session interval in the 2xx, in seconds; null for none
 * @param refresher the side that the 2xx makes the refresher; null where it has no interval
 */
public record DialogHop(
    String pbx,
    @Nullable InetSocketAddress caller,
    @Nullable InetSocketAddress callee,
    Instant firstHeardAt,
    Instant since,
    @Nullable Integer requestedS,
    @Nullable Integer minSeS,
    @Nullable Integer intervalS,
    @Nullable Side refresher) {

  /** Whether the other hop tells the same timer. */
  public boolean agreesWith(DialogHop other) {
    return java.util.Objects.equals(intervalS, other.intervalS)
        && refresher == other.refresher
        && java.util.Objects.equals(minSeS, other.minSeS);
  }
}
