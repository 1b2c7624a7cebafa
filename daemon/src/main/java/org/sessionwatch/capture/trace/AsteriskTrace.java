package org.sessionwatch.capture.trace;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.SipStart;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;

/**
 * Reads what Asterisk's {@code pjsip set logger on} writes to the console or a log file.
 *
 * <pre>
 * [2026-11-22 09:05:44.550] VERBOSE[37] res_pjsip_logger.c: &lt;--- Received SIP request (586 bytes) from UDP:127.0.0.1:5062 ---&gt;
 * INVITE sip:100@127.0.0.1 SIP/2.0
 * …
 * </pre>
 *
 * The heading gives the message's length and the peer; what the log's lines tell besides is passed
 * over. Copies of a console often have lost the carriage returns, which are put back.
 *
 * <p>The console prints no times. A message without one is given the time of the message before it
 * and a millisecond, the first one 1970-01-01: what was negotiated can be judged then, but not what
 * was late.
 */
public final class AsteriskTrace implements RecordingReader {
  private static final long STEP_US = 1_000;
  private static final long HALF_A_YEAR_US = 183L * 86_400 * 1_000_000;
  private static final long LEAP_YEAR_US = 366L * 86_400 * 1_000_000;

  private final ByteFeed feed;
  private final TraceLines lines;
  private final CaptureSource source;
  private @Nullable AsteriskHeading ahead;
  private long lastUs;
  private long yearsUs;
  private long untimed;
  private long yearless;
  private long sip;
  private long ignored;
  private long malformed;
  private boolean cutOff;

  /** A reader at the feed's start. The reader closes the feed. */
  public AsteriskTrace(ByteFeed feed) {
    this.feed = feed;
    this.lines = new TraceLines(feed);
    this.source = new CaptureSource(0, null, feed.name());
  }

  /**
   * Whether one of the feed's first lines is the heading of a message, or one of Asterisk's log.
   *
   * @throws RecordingException when reading fails
   */
  public static boolean recognises(ByteFeed feed) throws RecordingException {
    return TraceLines.first(feed)
        .anyMatch(line -> AsteriskHeading.of(line) != null || AsteriskStamp.isLogLine(line));
  }

  @Override
  public @Nullable CapturedMessage next() throws RecordingException {
    AsteriskHeading heading = nextHeading();
    while (heading != null) {
      byte[] message = hasLineEnds() ? exactly(heading.length()) : byLines(heading.length());
      if (SipStart.isSip(message, 0, message.length)) {
        sip++;
        return captured(heading, message);
      }
      malformed++;
      heading = nextHeading();
    }
    return null;
  }

  private @Nullable AsteriskHeading nextHeading() throws RecordingException {
    AsteriskHeading heading = ahead;
    ahead = null;
    byte[] line = heading == null ? lines.next() : null;
    while (line != null) {
      String text = TraceLines.text(line);
      heading = AsteriskHeading.of(text);
      if (heading != null) {
        break;
      }
      ignored += AsteriskStamp.isLogLine(text) ? 1 : 0;
      line = lines.next();
    }
    return heading;
  }

  /** Whether the message's first line ends as SIP wants it, so that the length given fits. */
  private boolean hasLineEnds() throws RecordingException {
    int width = Math.min(feed.fill(TraceLines.LONGEST), TraceLines.LONGEST);
    for (int i = feed.at(); i < feed.at() + width; i++) {
      if (feed.bytes()[i] == '\n') {
        return i > feed.at() && feed.bytes()[i - 1] == '\r';
      }
    }
    return true;
  }

  private byte[] exactly(int length) throws RecordingException {
    int width = Math.min(feed.fill(length), length);
    cutOff |= width < length;
    byte[] message = Arrays.copyOfRange(feed.bytes(), feed.at(), feed.at() + width);
    feed.skip(width);
    return message;
  }

  /** Takes lines until the message would be as long as it was with its carriage returns. */
  private byte[] byLines(int length) throws RecordingException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    while (message.size() < length) {
      byte[] line = lines.next();
      ahead = line == null ? null : AsteriskHeading.of(TraceLines.text(line));
      if (line == null || ahead != null) {
        break;
      }
      message.writeBytes(line);
      if (!lines.isUnfinished()) {
        message.write('\r');
        message.write('\n');
      }
    }
    byte[] bytes = message.toByteArray();
    return bytes.length > length ? Arrays.copyOf(bytes, length) : bytes;
  }

  private CapturedMessage captured(AsteriskHeading heading, byte[] message) {
    long timeUs = timeUs(AsteriskStamp.of(heading.prefix()));
    InetSocketAddress from = heading.received() ? heading.peer() : null;
    InetSocketAddress to = heading.received() ? null : heading.peer();
    return new CapturedMessage(source, timeUs, timeUs, from, to, message);
  }

  private long timeUs(@Nullable AsteriskStamp stamp) {
    if (stamp == null) {
      lastUs += untimed == 0 && sip == 1 ? 0 : STEP_US;
      untimed++;
      return lastUs;
    }
    long timeUs = stamp.timeUs();
    if (!stamp.hasYear()) {
      yearless++;
      // From December to January.
      yearsUs += timeUs + yearsUs < lastUs - HALF_A_YEAR_US ? LEAP_YEAR_US : 0;
      timeUs += yearsUs;
    }
    lastUs = timeUs;
    return timeUs;
  }

  @Override
  public RecordingCounts counts() {
    return RecordingCounts.ofTrace(sip + malformed + ignored, sip, ignored, malformed);
  }

  @Override
  public long position() {
    return feed.offset();
  }

  @Override
  public @Nullable String warning() {
    List<String> remarks = new ArrayList<>();
    if (cutOff) {
      remarks.add("cut off at byte " + feed.offset() + ", inside its last message");
    }
    if (untimed > 0) {
      remarks.add(
          untimed
              + " messages have no time, so nothing can be said of when they came; take the log"
              + " file, with dateformat = %F %T.%3q in logger.conf");
    }
    if (yearless > 0) {
      remarks.add(
          "the log does not tell the year, "
              + AsteriskStamp.YEAR
              + " stands for it; set dateformat = %F %T.%3q in logger.conf");
    }
    return remarks.isEmpty() ? null : feed.name() + ": " + String.join("; ", remarks);
  }

  @Override
  public void close() throws RecordingException {
    feed.close();
  }
}
