package org.sessionwatch.capture.stream;

import java.util.Arrays;

/**
 * Finds the messages in one direction of a stream, handed over piece by piece.
 *
 * <p>It need not be there from the stream's beginning: where it does not know how a stream is
 * framed it looks for the next thing that can be told for sure, at the beginning of a piece
 * (senders mostly write whole messages) and of each line.
 */
final class StreamReader {
  private static final int MORE = -1;
  private static final int LOST = -2;
  private static final byte[] NONE = {};

  private final Flow flow;
  private final StreamContent content;
  private final Found found = new Found();
  private Framing framing = new PlainFraming();

  private byte[] pending = NONE;
  private int pendingLength;
  private int wanted;
  private long toPassOver;
  private long timeUs;

  /** Whether the next byte may be anywhere in a message. */
  private boolean seeking;

  /** Whether the stream is one that matters here; its gaps up to then are told only then. */
  private boolean relevant;

  private int gapsBefore;

  StreamReader(Flow flow, StreamContent content) {
    this.flow = flow;
    this.content = content;
  }

  /** The next bytes of the stream, {@code bytes[from, to)}, which are not kept. */
  void accept(byte[] bytes, int from, int to, long timeUs) {
    this.timeUs = timeUs;
    int passed = (int) Math.min(toPassOver, to - from);
    toPassOver -= passed;
    int begin = from + passed;
    if (begin == to) {
      return;
    }
    if (pendingLength == 0) {
      keep(bytes, read(bytes, begin, to, begin), to);
      return;
    }
    int seam = pendingLength;
    append(bytes, begin, to);
    if (pendingLength >= wanted) {
      keep(pending, read(pending, 0, pendingLength, seam), pendingLength);
    }
  }

  private void append(byte[] bytes, int from, int to) {
    int length = pendingLength + to - from;
    if (length > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(Math.max(length, wanted), 2 * pending.length));
    }
    System.arraycopy(bytes, from, pending, pendingLength, to - from);
    pendingLength = length;
  }

  private void keep(byte[] bytes, int from, int to) {
    if (bytes == pending && from == 0) {
      return;
    }
    pending = from == to ? NONE : Arrays.copyOfRange(bytes, from, to);
    pendingLength = pending.length;
  }

  /** Reads what there is; returns where the rest begins that has to wait. */
  private int read(byte[] bytes, int from, int to, int seam) {
    int at = from;
    wanted = 0;
    while (at < to) {
      long next = framing.step(bytes, at, to, found);
      if (next == MORE) {
        return at;
      }
      if (next == LOST) {
        next = nextCandidate(bytes, at, to, seam);
      }
      toPassOver = Math.max(0, next - to);
      at = (int) Math.min(next, to);
    }
    return at;
  }

  private static int nextCandidate(byte[] bytes, int at, int to, int seam) {
    int limit = seam > at ? seam : to;
    for (int i = at; i < limit; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return limit;
  }

  /** Bytes are missing here. */
  void gap() {
    if (relevant) {
      content.missingPiece();
    } else {
      gapsBefore++;
    }
    startSeeking();
    drop();
    toPassOver = 0;
  }

  /** No more bytes come. */
  void end() {
    if (pendingLength > 0 && relevant && !seeking) {
      content.malformedMessage();
    }
    drop();
  }

  private void drop() {
    pending = NONE;
    pendingLength = 0;
    wanted = 0;
  }

  private void startSeeking() {
    seeking = true;
    framing = new PlainFraming();
  }

  /** Bytes held now. */
  int bytesHeld() {
    return pending.length + framing.bytesHeld();
  }

  private void confirm() {
    seeking = false;
    relevant = true;
    for (; gapsBefore > 0; gapsBefore--) {
      content.missingPiece();
    }
  }

  /** Where the framing puts what it finds. */
  private final class Found implements Framing.Found {
    @Override
    public void sip(byte[] bytes, int from, int to) {
      confirm();
      content.sip(flow, timeUs, bytes, from, to);
    }

    @Override
    public void hep(byte[] bytes, int from, int to) {
      confirm();
      content.hep(flow, timeUs, bytes, from, to);
    }

    @Override
    public void malformed() {
      content.malformedMessage();
    }

    @Override
    public void compressed() {
      content.compressedMessage();
    }

    @Override
    public void framedBy(Framing other) {
      framing = other;
    }

    @Override
    public long more(int atLeast) {
      wanted = atLeast;
      return MORE;
    }

    @Override
    public long lost() {
      if (relevant && !seeking) {
        content.malformedMessage();
      }
      startSeeking();
      return LOST;
    }
  }
}
