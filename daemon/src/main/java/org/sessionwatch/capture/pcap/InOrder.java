package org.sessionwatch.capture.pcap;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;

/**
 * Puts the messages of a recording in order of time.
 *
 * <p>A capture from several queues of a network card is out of order by itself, and what waits for
 * a missing TCP segment is found late. So a message is handed on only once the recording is a
 * second farther, and in order of arrival where times are the same.
 */
final class InOrder {
  /** As long as {@link org.sessionwatch.capture.stream.TcpStreams} waits for a segment. */
  private static final long WINDOW_US = 1_000_000;

  /** Where the recording's time stands still, room and not time hands messages on. */
  private static final int MOST_MESSAGES = 1 << 16;

  private static final int MOST_BYTES = 16 << 20;

  private final PriorityQueue<Entry> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong((Entry entry) -> entry.message.capturedAtUs())
              .thenComparingLong(entry -> entry.number));

  private long nextNumber;
  private long latestUs = Long.MIN_VALUE;
  private long bytes;
  private boolean ended;

  private record Entry(CapturedMessage message, long number) {}

  void add(CapturedMessage message) {
    waiting.add(new Entry(message, nextNumber++));
    bytes += message.sip().length;
  }

  /** The recording has come to this time. */
  void passTime(long timeUs) {
    latestUs = Math.max(latestUs, timeUs);
  }

  /** Nothing will be added any more. */
  void end() {
    ended = true;
  }

  /** The next message that is due to be handed on; null if there is none now. */
  @Nullable CapturedMessage poll() {
    Entry first = waiting.peek();
    boolean due =
        first != null
            && (ended
                || first.message.capturedAtUs() <= latestUs - WINDOW_US
                || waiting.size() > MOST_MESSAGES
                || bytes > MOST_BYTES);
    if (first == null || !due) {
      return null;
    }
    waiting.remove();
    bytes -= first.message.sip().length;
    return first.message;
  }

  /** Bytes of the messages that wait. */
  long bytesHeld() {
    return bytes;
  }
}
