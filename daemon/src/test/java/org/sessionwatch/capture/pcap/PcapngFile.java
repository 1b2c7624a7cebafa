package org.sessionwatch.capture.pcap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingException;

/** Writes pcapng files for tests, block by block. */
public final class PcapngFile {
  static final int NAME_RESOLUTION = 4;
  static final int STATISTICS = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteOrder order;

  /** A file that begins with a section of this byte order. */
  public PcapngFile(ByteOrder order) {
    this.order = order;
    section(order);
  }

  /** A section; with an option, and its length not given. */
  PcapngFile section(ByteOrder inOrder) {
    order = inOrder;
    ByteBuffer body = buffer(28);
    body.putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
    body.putShort((short) 4).putShort((short) 3).put(new byte[] {'m', 'e', '!', 0}).putInt(0);
    return block(0x0a0d0d0a, body.array());
  }

  /** An interface without options: microseconds. */
  public PcapngFile interfaceOf(int link) {
    return block(1, buffer(8).putShort((short) link).putShort((short) 0).putInt(262_144).array());
  }

  /** An interface with a name, a resolution and an offset. */
  PcapngFile interfaceOf(int link, int resolution, long offsetS) {
    ByteBuffer body = buffer(8 + 8 + 8 + 12 + 4);
    body.putShort((short) link).putShort((short) 0).putInt(0);
    body.putShort((short) 2).putShort((short) 3).put(new byte[] {'l', 'o', '0', 0});
    body.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
    body.putShort((short) 14).putShort((short) 8).putLong(offsetS);
    return block(1, body.putInt(0).array());
  }

  /** An enhanced packet block, with a comment as option. */
  public PcapngFile packet(int number, long time, byte[] frame) {
    ByteBuffer body = buffer(20 + padded(frame.length) + 12);
    body.putInt(number).putInt((int) (time >>> 32)).putInt((int) time);
    body.putInt(frame.length).putInt(frame.length).put(frame);
    body.position(20 + padded(frame.length));
    body.putShort((short) 1).putShort((short) 2).put(new byte[] {'h', 'i', 0, 0}).putInt(0);
    return block(6, body.array());
  }

  /** The packet block of before. */
  PcapngFile oldPacket(int number, long time, byte[] frame) {
    ByteBuffer body = buffer(20 + padded(frame.length));
    body.putShort((short) number).putShort((short) 7);
    body.putInt((int) (time >>> 32)).putInt((int) time);
    return block(2, body.putInt(frame.length).putInt(frame.length).put(frame).array());
  }

  /** A packet of the first interface, without time, of which this much was on the wire. */
  PcapngFile simplePacket(byte[] frame, int original) {
    return block(3, buffer(4 + padded(frame.length)).putInt(original).put(frame).array());
  }

  /** Any block. */
  PcapngFile block(int type, byte[] body) {
    return block(type, body, 12 + body.length);
  }

  /** A block that may lie about its length. */
  PcapngFile block(int type, byte[] body, int length) {
    ByteBuffer block = buffer(12 + body.length);
    out.writeBytes(block.putInt(type).putInt(length).put(body).putInt(12 + body.length).array());
    return this;
  }

  private static int padded(int length) {
    return (length + 3) / 4 * 4;
  }

  private ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(order);
  }

  int length() {
    return out.size();
  }

  /** The file. */
  public byte[] bytes() {
    return out.toByteArray();
  }

  PcapngReader open() throws RecordingException {
    return open(bytes());
  }

  static PcapngReader open(byte[] bytes) throws RecordingException {
    return PcapngReader.open(new ByteFeed(new ByteArrayInputStream(bytes), "test.pcapng"));
  }
}
