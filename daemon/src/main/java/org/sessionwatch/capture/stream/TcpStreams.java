package org.sessionwatch.capture.stream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The TCP streams of a recording, put together, and the messages in them.
 *
 * <p>Segments may come in any order, twice, overlapping, or not at all; streams may have begun
 * before the recording. The number of streams and the bytes held are bounded: the stream that was
 * silent for longest goes first. Not for use by several threads.
 */
public final class TcpStreams {
  /** Mirrors put packets out of order by a second at most; a retransmission is quicker mostly. */
  private static final long LONGEST_WAIT_US = 1_000_000;

  /** Directions, of which a connection has two. */
  private static final int MOST_DIRECTIONS = 8_192;

  /** Of all streams together. */
  private static final long MOST_BYTES = 8 << 20;

  private final StreamContent content;
  private final Map<Flow, TcpDirection> directions = new LinkedHashMap<>(256, 0.75f, true);

  /** Those in which segments wait for one before them, in the order in which they began to. */
  private final Set<Flow> waiting = new LinkedHashSet<>();

  private long bytesHeld;

  /** Streams without any segment yet. */
  public TcpStreams(StreamContent content) {
    this.content = content;
  }

  /** Takes the next segment of the recording. */
  public void segment(TcpSegment segment) {
    if (segment.isReset()) {
      end(segment.flow());
      end(segment.flow().reversed());
      return;
    }
    TcpDirection direction = directions.get(segment.flow());
    if (direction == null) {
      if (segment.length() == 0 && !segment.isFirst()) {
        return;
      }
      direction = new TcpDirection(segment.flow(), content);
      directions.put(segment.flow(), direction);
    }
    bytesHeld -= direction.bytesHeld();
    direction.accept(segment);
    bytesHeld += direction.bytesHeld();
    note(segment.flow(), direction);
    makeRoom();
  }

  private void note(Flow flow, TcpDirection direction) {
    if (direction.isComplete()) {
      end(flow);
    } else if (direction.waitingSinceUs() == Long.MAX_VALUE) {
      waiting.remove(flow);
    } else {
      waiting.add(flow);
    }
  }

  /** It is now that time of the recording: what was waited for too long will not come. */
  public void passTime(long timeUs) {
    while (!waiting.isEmpty()) {
      Flow flow = waiting.iterator().next();
      TcpDirection direction = directions.get(flow);
      if (direction == null) {
        waiting.remove(flow);
      } else if (direction.waitingSinceUs() > timeUs - LONGEST_WAIT_US) {
        return;
      } else {
        bytesHeld -= direction.bytesHeld();
        direction.passOverHolesSince(timeUs - LONGEST_WAIT_US);
        bytesHeld += direction.bytesHeld();
        waiting.remove(flow);
        note(flow, direction);
      }
    }
  }

  private void makeRoom() {
    while (directions.size() > MOST_DIRECTIONS || bytesHeld > MOST_BYTES) {
      end(directions.keySet().iterator().next());
    }
  }

  private void end(Flow flow) {
    end(directions.remove(flow));
    waiting.remove(flow);
  }

  private void end(@Nullable TcpDirection direction) {
    if (direction != null) {
      bytesHeld -= direction.bytesHeld();
      direction.end();
    }
  }

  /** The recording ends: what still waits is handed over. */
  public void finish() {
    Iterator<TcpDirection> all = directions.values().iterator();
    while (all.hasNext()) {
      TcpDirection direction = all.next();
      all.remove();
      end(direction);
    }
    waiting.clear();
  }

  /** Bytes held now. */
  public long bytesHeld() {
    return bytesHeld;
  }

  /** Directions known now. */
  public int directions() {
    return directions.size();
  }
}
