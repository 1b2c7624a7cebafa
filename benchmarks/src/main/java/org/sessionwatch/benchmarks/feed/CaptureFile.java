package org.sessionwatch.benchmarks.feed;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the feed as a capture file: pcap with Ethernet, IPv4 and UDP, a message a frame. */
public final class CaptureFile {
  private static final int SNAP_LENGTH = 65_535;
  private static final int ETHERNET = 1;
  private static final int FRAME_HEADERS = 14 + 20 + 8;
  private static final int PHONE = 0x0a010203;
  private static final int PROXY = 0x0a000001;

  /** A message each tenth of a millisecond, as a busy farm's mirror would have them. */
  private static final long BETWEEN_US = 100;

  private final OutputStream out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(SNAP_LENGTH + 100).order(ByteOrder.LITTLE_ENDIAN);
  private long timeUs = 1_700_000_000_000_000L;
  private long written;

  private CaptureFile(OutputStream out) throws IOException {
    this.out = out;
    buffer.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    flush(buffer.putInt(SNAP_LENGTH).putInt(ETHERNET));
  }

  /** At least so many bytes of the whole feed; returns the number of messages. */
  public static long ofBytes(Path file, long bytes) throws IOException {
    CallFeed feed = CallFeed.ofSip(0, 1_000);
    long messages = 0;
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      CaptureFile capture = new CaptureFile(stream);
      while (capture.written < bytes) {
        feed.next();
        capture.frame(feed.bytes(), feed.length());
        messages++;
      }
    }
    return messages;
  }

  /** Whole calls, without the phones' messages between them. */
  public static void ofCalls(Path file, int calls) throws IOException {
    CallFeed feed = CallFeed.ofSip(0, 0);
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      CaptureFile capture = new CaptureFile(stream);
      while (feed.begun() < calls) {
        feed.next();
        if (feed.isOfCall()) {
          capture.frame(feed.bytes(), feed.length());
        }
      }
    }
  }

  private void frame(byte[] sip, int length) throws IOException {
    timeUs += BETWEEN_US;
    int frame = FRAME_HEADERS + length;
    boolean response = sip[0] == 'S' && sip[1] == 'I' && sip[2] == 'P';
    buffer.putInt((int) (timeUs / 1_000_000)).putInt((int) (timeUs % 1_000_000));
    buffer.putInt(frame).putInt(frame).order(ByteOrder.BIG_ENDIAN);
    buffer.putLong(0x0200_0000_0001_0200L).putInt(0x0000_0002).putShort((short) 0x0800);
    buffer.putInt(0x4500_0000 | frame - 14).putInt(0x4000).putInt(0x4011_0000);
    buffer.putInt(response ? PROXY : PHONE).putInt(response ? PHONE : PROXY);
    buffer
        .putShort((short) 5060)
        .putShort((short) 5060)
        .putShort((short) (8 + length))
        .putShort((short) 0);
    flush(buffer.put(sip, 0, length).order(ByteOrder.LITTLE_ENDIAN));
  }

  private void flush(ByteBuffer full) throws IOException {
    out.write(full.array(), 0, full.position());
    written += full.position();
    full.clear();
  }
}
