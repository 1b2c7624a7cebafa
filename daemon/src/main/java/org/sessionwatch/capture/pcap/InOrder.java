package org.sessionwatch.capture.pcap;

import java.util.ArrayDeque;
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

  /** Those that came in order, which nearly all do. */
  private final ArrayDeque<CapturedMessage> inOrder = new ArrayDeque<>();

  /** Those that are older than one before them. */
  private final PriorityQueue<Late> late =
      new PriorityQueue<>(
          Comparator.comparingLong((Late entry) -> entry.message.capturedAtUs())
              .thenComparingLong(entry -> entry.number));

  private long lastInOrderUs = Long.MIN_VALUE;
  private long nextNumber;
  private long latestUs = Long.MIN_VALUE;
  private long bytes;
  private boolean ended;

  private record Late(CapturedMessage message, long number) {}

  void add(CapturedMessage message) {
    if (message.capturedAtUs() >= lastInOrderUs) {
      lastInOrderUs = message.capturedAtUs();
      inOrder.add(message);
    } else {
      late.add(new Late(message, nextNumber++));
    }
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
    CapturedMessage first = first();
    boolean due =
        first != null
            && (ended
                || first.capturedAtUs() <= latestUs - WINDOW_US
                || inOrder.size() + late.size() > MOST_MESSAGES
                || bytes > MOST_BYTES);
    if (first == null || !due) {
      return null;
    }
    if (first == inOrder.peek()) {
      inOrder.remove();
    } else {
      late.remove();
    }
    bytes -= first.sip().length;
    return first;
  }

  /** Of the same time, the one that came in order was there first. */
  private @Nullable CapturedMessage first() {
    CapturedMessage ordered = inOrder.peek();
    Late behind = late.peek();
    if (ordered == null || behind == null) {
      return behind == null ? ordered : behind.message;
    }
    return ordered.capturedAtUs() <= behind.message.capturedAtUs() ? ordered : behind.message;
  }

  /** Bytes of the messages that wait. */
  long bytesHeld() {
    return bytes;
  }
}
