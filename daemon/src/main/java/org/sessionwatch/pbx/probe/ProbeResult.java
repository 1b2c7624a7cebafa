package org.sessionwatch.pbx.probe;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a PBX stands on SIP. Times are in microseconds since the epoch.
 *
 * @param pbx its name
 * @param up whether it answered the last OPTIONS request with any final response
 * @param sinceUs since when it is up or down; down counts from the first request without an answer
 * @param checkedAtUs when the last request was sent
 * @param roundTripUs from the first copy of the request to its final response; null while down
 * @param status the response's status, 200 to 699; null while down
 * @param supportsTimer whether the last answer with a Supported header listed {@code timer}; null
 *     when none had one
 * @param allowsUpdate whether the last answer with an Allow header listed UPDATE; null when none
 *     had one
 * @param problem why it counts as down; null while up
 */
public record ProbeResult(
    String pbx,
    boolean up,
    long sinceUs,
    long checkedAtUs,
    @Nullable Long roundTripUs,
    @Nullable Integer status,
    @Nullable Boolean supportsTimer,
    @Nullable Boolean allowsUpdate,
    @Nullable String problem) {

  /** The first or next result after {@code before}, which may be null, from an answer. */
  static ProbeResult answered(
      String pbx, @Nullable ProbeResult before, SipAnswer answer, long sentUs, long atUs) {
    return new ProbeResult(
        pbx,
        true,
        before != null && before.up ? before.sinceUs : atUs,
        sentUs,
        atUs - sentUs,
        answer.status(),
        known(answer.supports("timer"), before == null ? null : before.supportsTimer),
        known(answer.allows("UPDATE"), before == null ? null : before.allowsUpdate),
        null);
  }

  /** The first or next result after {@code before}, which may be null, without an answer. */
  static ProbeResult unanswered(
      String pbx, @Nullable ProbeResult before, String problem, long sentUs) {
    return new ProbeResult(
        pbx,
        false,
        before != null && !before.up ? before.sinceUs : sentUs,
        sentUs,
        null,
        null,
        before == null ? null : before.supportsTimer,
        before == null ? null : before.allowsUpdate,
        problem);
  }

  private static @Nullable Boolean known(@Nullable Boolean now, @Nullable Boolean before) {
    return now == null ? before : now;
  }

  /** Whether anything but the figures differs from the earlier result. */
  boolean differsFrom(@Nullable ProbeResult before) {
    return before == null
        || up != before.up
        || !Objects.equals(supportsTimer, before.supportsTimer)
        || !Objects.equals(allowsUpdate, before.allowsUpdate);
  }
}
