package org.sessionwatch.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sessionwatch.capture.hep.HepDatagram;
import org.sessionwatch.capture.hep.HepDecoder;
import org.sessionwatch.capture.stream.LiveStream;
import org.sessionwatch.config.Secret;
import org.sessionwatch.sip.Getters;
import org.sessionwatch.sip.SipScanner;

/**
 * Fuzz target: the decoder of HEP, siptrace and compressed payloads, with a key to be given and
 * without, anywhere in an array; and the cutting of a live stream into messages.
 */
public final class HepFuzz {
  private static final int BEFORE = 7;
  private static final int MOST_BYTES = 1 << 16;
  private static final HepDecoder OPEN = new HepDecoder(null);
  private static final HepDecoder ASKING = new HepDecoder(new Secret("s3cret"));

  private HepFuzz() {}

  /** As Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] data) {
    byte[] array = new byte[BEFORE + data.length + BEFORE];
    System.arraycopy(data, 0, array, BEFORE, data.length);
    HepDatagram found = OPEN.decode(array, BEFORE, BEFORE + data.length, 1);
    found.handTo(new Check(data.length));
    ASKING.decode(array, BEFORE, BEFORE + data.length, 1).handTo(new Check(data.length));
    HepDatagram apart = new HepDecoder(null).decode(data, 0, data.length, 1);
    if (!apart.getClass().equals(found.getClass())) {
      throw new AssertionError("it depends on what lies beside, or was read before");
    }
    if (found instanceof HepDatagram.Sip sip
        && !Arrays.equals(sip.sip(), ((HepDatagram.Sip) apart).sip())) {
      throw new AssertionError("the message depends on what lies beside, or was read before");
    }
    HepDecoder.recognises(array, BEFORE, BEFORE + data.length);
    inStream(data);
  }

  /**
   * The same messages, however the bytes of a connection come; but a line that cannot begin a
   * message is seen earlier when it comes in pieces.
   */
  private static void inStream(byte[] data) {
    List<String> atOnce = messages(data, Math.max(1, data.length));
    List<String> inPieces = messages(data, 1 + data.length % 7);
    if (inPieces.size() > atOnce.size() || !inPieces.equals(atOnce.subList(0, inPieces.size()))) {
      throw new AssertionError("a stream's messages depend on how its bytes come");
    }
  }

  private static List<String> messages(byte[] data, int piece) {
    List<String> found = new ArrayList<>();
    LiveStream stream = new LiveStream();
    for (int at = 0; at < data.length; at += piece) {
      stream.take(
          data,
          at,
          Math.min(data.length, at + piece),
          (bytes, from, to) ->
              found.add(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)));
      if (stream.bytesHeld() > LiveStream.MOST_HELD) {
        throw new AssertionError("more is held than may be");
      }
    }
    return found;
  }

  private record Check(int length) implements HepDatagram.Taker {
    @Override
    public void takeSip(HepDatagram.Sip sip) {
      // Plain SIP is all of the datagram, and what was compressed is more.
      require(sip.sip().length > 0 && sip.sip().length <= MOST_BYTES);
      require(sip.capturedAtUs() > 0 && sip.captureId() >= 0);
      Getters.callAll(SipScanner.scan(sip.sip()), sip.sip().length);
    }

    @Override
    public void takeNotSip(HepDatagram.NotSip notSip) {
      require(notSip.protocol() != 1);
    }

    @Override
    public void takeFaulty(HepDatagram.Faulty faulty) {
      require(faulty.offset() >= 0 && faulty.offset() <= length + 4);
    }

    private static void require(boolean holds) {
      if (!holds) {
        throw new AssertionError("a value that cannot be");
      }
    }
  }
}
