package org.sessionwatch.hostile;

import org.sessionwatch.capture.stream.Flow;
import org.sessionwatch.capture.stream.StreamContent;
import org.sessionwatch.capture.stream.TcpSegment;
import org.sessionwatch.capture.stream.TcpStreams;
import org.sessionwatch.sip.Getters;
import org.sessionwatch.sip.SipScanner;

/**
 * Fuzz target: TCP segments in any order, and the SIP, HEP and WebSocket in them.
 *
 * <pre>
 * segment: what u8, where s8, length u8, the payload
 * </pre>
 *
 * The lower 3 bits of {@code what} are TCP's flags FIN, SYN, RST; the next two choose the flow; bit
 * 5 says that the capture kept only half of the payload, bit 6 that a second passes before, bit 7
 * that {@code where} counts in 2^24 rather than in bytes from where the last segment of the flow
 * ended.
 */
public final class StreamFuzz {
  private static final int HEADER = 3;
  private static final int FLOWS = 4;
  private static final int MOST_HELD = 9 << 20;

  private StreamFuzz() {}

  /** As Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] data) {
    Content content = new Content();
    TcpStreams streams = new TcpStreams(content);
    int[] next = new int[FLOWS];
    long timeUs = 0;
    int at = 0;
    while (data.length - at > HEADER) {
      int what = data[at] & 0xff;
      int length = Math.min(data[at + 2] & 0xff, data.length - at - HEADER);
      int flow = what >> 3 & (FLOWS - 1);
      timeUs += (what & 0x40) == 0 ? 1_000 : 1_000_000;
      streams.passTime(timeUs);
      int sequence = next[flow] + ((what & 0x80) == 0 ? data[at + 1] : data[at + 1] << 24);
      int kept = (what & 0x20) == 0 ? length : length / 2;
      int from = at + HEADER;
      content.bytesSent += length;
      streams.segment(
          new TcpSegment(
              flow(flow), sequence, what & 7, data, from, from + kept, length - kept, timeUs));
      next[flow] = sequence + length + ((what & 2) == 0 ? 0 : 1);
      require(streams.bytesHeld() >= 0 && streams.bytesHeld() <= MOST_HELD, "bytes held");
      require(streams.directions() <= FLOWS, "directions");
      at = from + length;
    }
    streams.finish();
    require(streams.bytesHeld() == 0 && streams.directions() == 0, "bytes held at the end");
  }

  /** Two directions each of two connections. */
  private static Flow flow(int number) {
    int client = 40_000 + number / 2;
    return number % 2 == 0 ? new Flow(0, 1, 0, 2, client, 80) : new Flow(0, 2, 0, 1, 80, client);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("what cannot be: " + what);
    }
  }

  private static final class Content implements StreamContent {
    private long bytesSent;
    private long bytesFound;

    @Override
    public void sip(Flow flow, long timeUs, byte[] bytes, int from, int to) {
      found(bytes, from, to);
      byte[] sip = java.util.Arrays.copyOfRange(bytes, from, to);
      Getters.callAll(SipScanner.scan(sip), sip.length);
    }

    @Override
    public void hep(Flow flow, long timeUs, byte[] bytes, int from, int to) {
      found(bytes, from, to);
    }

    private void found(byte[] bytes, int from, int to) {
      require(from >= 0 && from < to && to <= bytes.length, "a message's place");
      bytesFound += to - from;
      require(bytesFound <= bytesSent, "more found than sent");
    }

    @Override
    public void malformedMessage() {}

    @Override
    public void compressedMessage() {}

    @Override
    public void missingPiece() {}
  }
}
