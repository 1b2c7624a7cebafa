package org.sessionwatch.capture.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.capture.hep.HepDecoder;

/** One direction of a TCP connection on its way to {@link TcpStreams}, and what comes out there. */
final class Wire implements StreamContent {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;

  /** Close to where sequence numbers begin again. */
  static final int FIRST = -40;

  static final Flow FLOW = new Flow(0, 1, 0, 2, 5060, 40_000);

  final TcpStreams streams = new TcpStreams(this);
  final List<String> messages = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  int hep;
  int malformed;
  int compressed;
  int gaps;
  private long now;
  private int sent;

  /** It is now that many milliseconds of the recording. */
  Wire at(long ms) {
    now = ms * 1_000;
    streams.passTime(now);
    return this;
  }

  Wire syn() {
    return segment(FIRST - 1, SYN, new byte[0]);
  }

  /** The next bytes of the stream. */
  Wire send(byte[] bytes) {
    segment(FIRST + sent, ACK, bytes);
    sent += bytes.length;
    return this;
  }

  Wire send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The stream's bytes from {@code from} to before {@code to}, counted from its beginning. */
  Wire part(String stream, int from, int to) {
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    return segment(FIRST + from, ACK, java.util.Arrays.copyOfRange(bytes, from, to));
  }

  Wire segment(int sequence, int flags, byte[] bytes) {
    return segment(sequence, flags, bytes, 0);
  }

  Wire segment(int sequence, int flags, byte[] bytes, int missing) {
    // Not at the array's beginning, and not valid afterwards.
    byte[] frame = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, frame, 5, bytes.length);
    streams.segment(
        new TcpSegment(FLOW, sequence, flags, frame, 5, 5 + bytes.length, missing, now));
    java.util.Arrays.fill(frame, (byte) '!');
    return this;
  }

  Wire finish() {
    streams.finish();
    return this;
  }

  @Override
  public void sip(Flow flow, long timeUs, byte[] bytes, int from, int to) {
    messages.add(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    times.add(timeUs / 1_000);
  }

  @Override
  public void hep(Flow flow, long timeUs, byte[] bytes, int from, int to) {
    hep += HepDecoder.isHep3(bytes, from, to) ? 1 : 0;
    sip(flow, timeUs, bytes, from, to);
  }

  @Override
  public void malformedMessage() {
    malformed++;
  }

  @Override
  public void compressedMessage() {
    compressed++;
  }

  @Override
  public void missingPiece() {
    gaps++;
  }
}
