package org.sessionwatch.capture.stream;

import java.util.Arrays;

/**
 * Cuts the bytes of one live connection into messages: HEP3 by its total length, plain SIP by its
 * Content-Length.
 *
 * <p>A live connection begins with a message and TCP loses nothing, so bytes that are no beginning
 * of a message mean that the other side is out of step or speaks something else. Looking for the
 * next beginning, as is done in recordings, would be a door: what a caller writes into a SIP header
 * would be taken for a message of the PBX. So such a connection is broken, and is to be closed; the
 * agent's next one begins in step.
 *
 * <p>Holds at most {@link #MOST_HELD} bytes, none between messages. Not for use by several threads.
 */
public final class LiveStream {
  /** Of a SIP message that has come in part, with the last bytes read. */
  public static final int MOST_HELD = Framing.LONGEST + (1 << 16);

  private static final long MORE = -1;
  private static final long LOST = -2;
  private static final byte[] NOTHING = {};
  private static final int FIRST_PIECE = 4 << 10;

  private final Found found = new Found();
  private final Framing framing = new PlainFraming();
  private byte[] held = NOTHING;
  private int length;
  private int wanted;
  private boolean broken;

  /** Takes whole messages. */
  @FunctionalInterface
  public interface Content {
    /** One message, {@code bytes[from, to)}; to be copied if it is to be kept. */
    void message(byte[] bytes, int from, int to);
  }

  /**
   * Takes the next bytes of the stream, {@code bytes[from, to)}, and keeps nothing of the array.
   *
   * @return false when the stream cannot be read any further; then and from then on
   */
  public boolean take(byte[] bytes, int from, int to, Content content) {
    found.content = content;
    if (broken) {
      return false;
    }
    if (length == 0) {
      int rest = messages(bytes, from, to);
      hold(bytes, rest, to);
    } else {
      hold(bytes, from, to);
      if (length >= wanted) {
        int rest = messages(held, 0, length);
        System.arraycopy(held, rest, held, 0, length - rest);
        length -= rest;
      }
    }
    if (length == 0 || broken) {
      held = NOTHING;
      length = 0;
    }
    return !broken;
  }

  /** Hands the whole messages on; where the first that is not whole begins. */
  private int messages(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      long next = framing.step(bytes, at, to, found);
      if (next == MORE) {
        return at;
      }
      if (next == LOST || broken || next > to) {
        broken = true;
        return to;
      }
      at = (int) next;
    }
    return at;
  }

  private void hold(byte[] bytes, int from, int to) {
    int more = to - from;
    if (held.length - length < more) {
      int size = Math.max(length + more, Math.max(FIRST_PIECE, 2 * held.length));
      held = Arrays.copyOf(held, size);
    }
    System.arraycopy(bytes, from, held, length, more);
    length += more;
  }

  /** Bytes of a message that has not come to its end. */
  public int bytesHeld() {
    return length;
  }

  private final class Found implements Framing.Found {
    private Content content = (bytes, from, to) -> {};

    @Override
    public void sip(byte[] bytes, int from, int to) {
      content.message(bytes, from, to);
    }

    @Override
    public void hep(byte[] bytes, int from, int to) {
      content.message(bytes, from, to);
    }

    /** A message longer than can be held. */
    @Override
    public void malformed() {
      broken = true;
    }

    @Override
    public void compressed() {
      broken = true;
    }

    /** WebSocket is SIP's, not HEP's. */
    @Override
    public void framedBy(Framing other) {
      broken = true;
    }

    @Override
    public long more(int atLeast) {
      wanted = atLeast;
      return MORE;
    }

    @Override
    public long lost() {
      return LOST;
    }
  }
}
