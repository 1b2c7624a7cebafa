package org.sessionwatch.capture.stream;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the segments of one direction of a TCP connection in order (RFC 9293 section 3.4).
 *
 * <p>Segments that are ahead wait for those before them; the caller says when it was too long. So
 * do the first ones where the recording has no SYN, since others may belong before them. What was
 * there already is left out.
 */
final class TcpDirection {
  /** Farther off is another connection between the same ports, whose beginning was not captured. */
  private static final int WINDOW = 1 << 24;

  private static final int MOST_HELD_SEGMENTS = 256;
  private static final int MOST_HELD_BYTES = 1 << 18;

  /** A SYN this far behind is late or a copy; one farther off begins another connection. */
  private static final int LATE_SYN = 1 << 16;

  private final Flow flow;
  private final StreamContent content;
  private StreamReader reader;

  /** By distance from {@link #origin}, which goes on where sequence numbers begin again. */
  private final TreeMap<Long, Held> held = new TreeMap<>();

  private boolean started;
  private int expected;
  private long origin;
  private int bytesHeld;
  private boolean endKnown;
  private int endsAt;

  private record Held(byte[] bytes, int missing, long timeUs) {}

  TcpDirection(Flow flow, StreamContent content) {
    this.flow = flow;
    this.content = content;
    this.reader = new StreamReader(flow, content);
  }

  /** Takes a segment, of any place in the stream. */
  void accept(TcpSegment segment) {
    int sequence = segment.dataSequence();
    if (segment.isFirst()) {
      begin(sequence);
    } else if (!started && held.isEmpty()) {
      expected = sequence; // to count from; whether it is the first to be had is not known yet
    }
    int ahead = sequence - expected;
    if (isFar(ahead)) {
      reopen(sequence);
      reader.gap();
      ahead = 0;
    }
    if (segment.isLast()) {
      endKnown = true;
      endsAt = sequence + segment.length();
    }
    if (ahead > 0 || !started) {
      hold(segment, ahead);
    } else {
      deliver(segment, -ahead);
      deliverHeld(segment.timeUs());
    }
  }

  /** The sender's SYN; it may come late or again. */
  private void begin(int sequence) {
    int behind = expected - sequence;
    boolean known = started || !held.isEmpty();
    if (!known || (started && (behind < 0 || behind > LATE_SYN)) || isFar(behind)) {
      reopen(sequence);
    } else if (!started) {
      origin -= behind;
      expected = sequence;
      started = true;
    }
  }

  private static boolean isFar(int distance) {
    return distance > WINDOW || distance < -WINDOW;
  }

  /** Another connection between the same ports. */
  private void reopen(int sequence) {
    end();
    reader = new StreamReader(flow, content);
    started = true;
    expected = sequence;
    endKnown = false;
  }

  private void hold(TcpSegment segment, int ahead) {
    if (segment.length() == 0) {
      return;
    }
    Held before = held.get(origin + ahead);
    if (before != null && before.bytes().length >= segment.to() - segment.from()) {
      return; // retransmitted, while one before it is still missing
    }
    byte[] bytes = Arrays.copyOfRange(segment.bytes(), segment.from(), segment.to());
    held.put(origin + ahead, new Held(bytes, segment.missing(), segment.timeUs()));
    bytesHeld += bytes.length - (before == null ? 0 : before.bytes().length);
    while (held.size() > MOST_HELD_SEGMENTS || bytesHeld > MOST_HELD_BYTES) {
      passOverHole();
    }
  }

  private void deliver(TcpSegment segment, int old) {
    deliver(
        segment.bytes(), segment.from(), segment.to(), segment.missing(), old, segment.timeUs());
  }

  /** Hands on what is new of a segment that begins {@code old} bytes before what is expected. */
  private void deliver(byte[] bytes, int from, int to, int missing, int old, long timeUs) {
    int length = to - from + missing;
    if (old >= length) {
      return;
    }
    if (old < to - from) {
      reader.accept(bytes, from + old, to, timeUs);
    }
    if (missing > 0) {
      reader.gap();
    }
    expected += length - old;
    origin += length - old;
  }

  private void deliverHeld(long timeUs) {
    while (!held.isEmpty() && held.firstKey() <= origin) {
      Map.Entry<Long, Held> first = held.pollFirstEntry();
      Held segment = first.getValue();
      bytesHeld -= segment.bytes().length;
      // Its bytes count from when those before them were there too.
      long wholeAtUs = Math.max(timeUs, segment.timeUs());
      int old = (int) (origin - first.getKey());
      deliver(segment.bytes(), 0, segment.bytes().length, segment.missing(), old, wholeAtUs);
    }
  }

  /**
   * Goes on behind the first hole, as if what is missing there never came; or begins with the first
   * segment to be had, where the recording has no SYN.
   */
  private void passOverHole() {
    Map.Entry<Long, Held> first = held.firstEntry();
    if (started) {
      reader.gap();
    }
    started = true;
    expected += (int) (first.getKey() - origin);
    origin = first.getKey();
    deliverHeld(first.getValue().timeUs());
  }

  /** Since when the first segment behind a hole waits; {@link Long#MAX_VALUE} if none does. */
  long waitingSinceUs() {
    return held.isEmpty() ? Long.MAX_VALUE : held.firstEntry().getValue().timeUs();
  }

  /** Passes over the holes behind which segments have been waiting since then or longer. */
  void passOverHolesSince(long timeUs) {
    while (waitingSinceUs() <= timeUs) {
      passOverHole();
    }
  }

  /** Passes over all holes. */
  private void giveUp() {
    while (!held.isEmpty()) {
      passOverHole();
    }
  }

  /** Whether all was there up to the sender's FIN. */
  boolean isComplete() {
    return endKnown && held.isEmpty() && expected - endsAt >= 0;
  }

  /** No more segments come. */
  void end() {
    giveUp();
    reader.end();
  }

  /** Bytes held now, with the cost of keeping each segment. */
  int bytesHeld() {
    return bytesHeld + held.size() * 64 + reader.bytesHeld();
  }
}
