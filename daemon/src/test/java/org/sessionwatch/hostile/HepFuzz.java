package org.sessionwatch.hostile;

import java.util.Arrays;
import org.sessionwatch.capture.hep.HepDatagram;
import org.sessionwatch.capture.hep.HepDecoder;
import org.sessionwatch.config.Secret;
import org.sessionwatch.sip.Getters;
import org.sessionwatch.sip.SipScanner;

/** Fuzz target: the HEP decoder, with a key to be given and without, anywhere in an array. */
public final class HepFuzz {
  private static final int BEFORE = 7;
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
  }

  private record Check(int length) implements HepDatagram.Taker {
    @Override
    public void takeSip(HepDatagram.Sip sip) {
      require(sip.sip().length > 0 && sip.sip().length < length);
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
