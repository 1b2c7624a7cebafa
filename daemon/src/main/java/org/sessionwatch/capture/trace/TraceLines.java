package org.sessionwatch.capture.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingException;

/** The lines of a trace, one after another, none longer than {@link #LONGEST} bytes. */
final class TraceLines {
  /** Neither a log line nor a SIP message is longer. */
  static final int LONGEST = 1 << 16;

  private final ByteFeed feed;
  private boolean unfinished;

  TraceLines(ByteFeed feed) {
    this.feed = feed;
  }

  /**
   * The lines of the feed's first {@link #LONGEST} bytes, which stay in it.
   *
   * @throws RecordingException when reading fails
   */
  static Stream<String> first(ByteFeed feed) throws RecordingException {
    int width = Math.min(feed.fill(LONGEST), LONGEST);
    return new String(feed.bytes(), feed.at(), width, StandardCharsets.ISO_8859_1).lines();
  }

  static String text(byte[] line) {
    return new String(line, StandardCharsets.ISO_8859_1);
  }

  /**
   * The next line without its end; null at the end of the trace.
   *
   * @throws RecordingException when reading fails
   */
  byte @Nullable [] next() throws RecordingException {
    int length = 0;
    while (length < LONGEST && feed.fill(length + 1) > length) {
      if (feed.bytes()[feed.at() + length] == '\n') {
        unfinished = false;
        return take(length, 1);
      }
      length++;
    }
    if (length == 0) {
      return null;
    }
    unfinished = true;
    return take(length, 0);
  }

  /** Whether the last line had no end: the trace was cut there, or the line is too long. */
  boolean isUnfinished() {
    return unfinished;
  }

  private byte[] take(int length, int lineEnd) {
    int from = feed.at();
    int to = from + length;
    if (length > 0 && feed.bytes()[to - 1] == '\r') {
      to--;
    }
    byte[] line = Arrays.copyOfRange(feed.bytes(), from, to);
    feed.skip(length + lineEnd);
    return line;
  }
}
