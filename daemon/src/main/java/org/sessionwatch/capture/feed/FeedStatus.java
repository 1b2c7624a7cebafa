package org.sessionwatch.capture.feed;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;

/**
 * How one feed is, at one moment. Counts are since the start of the daemon; times are microseconds
 * since the epoch, by our clock.
 *
 * @param source which feed
 * @param messages SIP messages handed on
 * @param notSip RTCP and log lines, set aside
 * @param duplicates those of the messages whose very bytes had been heard up to 32 s before: sent
 *     again, or mirrored by another capture point, too
 * @param malformed messages that could not be read. Where HEP itself is broken, what it says of its
 *     source is not believed: it counts for the first source that was heard of its address
 * @param gaps how often it fell silent, or its connection broke
 * @param clockAheadUs how far its clock is ahead of ours, negative when behind; null where its
 *     messages have no time
 * @param firstHeardUs when it was heard first, in this run of the daemon or before
 * @param lastHeardUs its last message
 * @param longestPauseUs the longest pause in the last 7 days that was not told as silence
 * @param silent whether it has fallen silent
 */
public record FeedStatus(
    CaptureSource source,
    long messages,
    long notSip,
    long duplicates,
    long malformed,
    long gaps,
    @Nullable Long clockAheadUs,
    long firstHeardUs,
    long lastHeardUs,
    long longestPauseUs,
    boolean silent) {

  /** Whether its clock differs so much from ours that somebody should set it. */
  public boolean isClockOff() {
    return ClockAlarm.isOff(clockAheadUs);
  }
}
