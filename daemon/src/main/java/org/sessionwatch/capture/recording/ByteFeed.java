package org.sessionwatch.capture.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream seen through a window that moves forward.
 *
 * <p>Readers look at the bytes where they lie, so a recording of any length takes one buffer and
 * makes no garbage. Not for use by several threads.
 */
public final class ByteFeed implements Closeable {
  private static final int FIRST_SIZE = 1 << 18;

  private final InputStream in;
  private final String name;
  private byte[] bytes = new byte[FIRST_SIZE];
  private int at;
  private int end;
  private long offset;

  /**
   * A window onto {@code in}, at its start.
   *
   * @param name of the recording, for messages
   */
  public ByteFeed(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /** The recording's name. */
  public String name() {
    return name;
  }

  /** The array that the window lies in; valid until the next {@link #fill}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} the window begins. */
  public int at() {
    return at;
  }

  /** How many bytes of the recording lie before the window. */
  public long offset() {
    return offset;
  }

  /**
   * Widens the window to {@code wanted} bytes.
   *
   * @return how wide it now is; less than {@code wanted} only at the end of the recording
   * @throws RecordingException when reading fails
   */
  public int fill(int wanted) throws RecordingException {
    while (end - at < wanted) {
      makeRoom(wanted);
      int read = read();
      if (read < 0) {
        break;
      }
      end += read;
    }
    return end - at;
  }

  private int read() throws RecordingException {
    try {
      return in.read(bytes, end, bytes.length - end);
    } catch (IOException e) {
      throw new RecordingException(
          name, "reading failed after byte " + (offset + end - at) + ": " + e.getMessage(), e);
    }
  }

  private void makeRoom(int wanted) {
    if (bytes.length - at >= wanted && end < bytes.length) {
      return;
    }
    byte[] room = wanted > bytes.length ? Arrays.copyOf(bytes, roundUp(wanted)) : bytes;
    System.arraycopy(bytes, at, room, 0, end - at);
    bytes = room;
    end -= at;
    at = 0;
  }

  private static int roundUp(int wanted) {
    return Math.max(FIRST_SIZE, Integer.highestOneBit(wanted - 1) << 1);
  }

  /** Moves the window's begin forward by {@code count} bytes, all of them inside the window. */
  public void skip(int count) {
    at += count;
    offset += count;
  }

  @Override
  public void close() throws RecordingException {
    try {
      in.close();
    } catch (IOException e) {
      throw new RecordingException(name, "closing failed: " + e.getMessage(), e);
    }
  }
}
