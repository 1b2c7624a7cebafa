package org.sessionwatch.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HEP3 around a SIP message, with the chunks and in the order that each PBX writes them. */
final class HepFrames {
  private static final int FAMILY = 1;
  private static final int PROTOCOL = 2;
  private static final int SOURCE = 3;
  private static final int DESTINATION = 4;
  private static final int SOURCE_PORT = 7;
  private static final int DESTINATION_PORT = 8;
  private static final int SECONDS = 9;
  private static final int MICROSECONDS = 10;
  private static final int KIND = 11;
  private static final int CAPTURE_ID = 12;
  private static final int AUTH_KEY = 14;
  private static final int PAYLOAD = 15;
  private static final int CORRELATION = 17;
  private static final int NODE_NAME = 19;

  private static final int AF_INET = 2;
  private static final int UDP = 17;
  private static final int SIP = 1;

  private final String authKey;
  private final ByteBuffer out = ByteBuffer.allocate(4_096);
  private int timeAt;

  /**
   * Frames with this key.
   *
   * @param authKey empty for none
   */
  HepFrames(String authKey) {
    this.authKey = authKey;
  }

  /** res_hep of Asterisk 22. */
  Template asterisk(SipStep step, int captureId, String name) {
    begin();
    addressless(step);
    number8(KIND, SIP);
    number32(CAPTURE_ID, captureId);
    addresses(step);
    key();
    text(CORRELATION, step.callId());
    text(NODE_NAME, name);
    text(PAYLOAD, step.text());
    return end(step.kind());
  }

  /** siptrace of Kamailio 5.6. */
  Template kamailio(SipStep step, int captureId) {
    begin();
    number8(FAMILY, AF_INET);
    number8(PROTOCOL, UDP);
    addresses(step);
    ports(step);
    times();
    number8(KIND, SIP);
    number32(CAPTURE_ID, captureId);
    key();
    text(PAYLOAD, step.text());
    return end(step.kind());
  }

  private void addressless(SipStep step) {
    number8(FAMILY, AF_INET);
    number8(PROTOCOL, UDP);
    ports(step);
    times();
  }

  private void begin() {
    out.clear();
    out.put("HEP3".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0);
  }

  private Template end(String kind) {
    out.putShort(4, (short) out.position());
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return new Template(kind, bytes, timeAt);
  }

  private void chunk(int type, int length) {
    out.putShort((short) 0).putShort((short) type).putShort((short) (6 + length));
  }

  private void number8(int type, int value) {
    chunk(type, 1);
    out.put((byte) value);
  }

  private void number32(int type, int value) {
    chunk(type, 4);
    out.putInt(value);
  }

  private void text(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    chunk(type, bytes.length);
    out.put(bytes);
  }

  private void key() {
    if (!authKey.isEmpty()) {
      text(AUTH_KEY, authKey);
    }
  }

  private void addresses(SipStep step) {
    chunk(SOURCE, 4);
    out.put(step.from().getAddress().getAddress());
    chunk(DESTINATION, 4);
    out.put(step.to().getAddress().getAddress());
  }

  private void ports(SipStep step) {
    chunk(SOURCE_PORT, 2);
    out.putShort((short) step.from().getPort());
    chunk(DESTINATION_PORT, 2);
    out.putShort((short) step.to().getPort());
  }

  /** Side by side, as {@link Template} expects. */
  private void times() {
    chunk(SECONDS, 4);
    timeAt = out.position();
    out.putInt(0);
    number32(MICROSECONDS, 0);
  }
}
