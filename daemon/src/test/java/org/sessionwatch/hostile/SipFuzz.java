package org.sessionwatch.hostile;

import java.util.Arrays;
import org.sessionwatch.sip.Getters;
import org.sessionwatch.sip.SipEdit;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScan;
import org.sessionwatch.sip.SipScanner;

/** Fuzz target: the scan of one message. */
public final class SipFuzz {
  private static final String SUFFIX = "-again";

  private SipFuzz() {}

  /** As Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] data) {
    SipScan scan = SipScanner.scan(data);
    Getters.callAll(scan, data.length);
    byte[] extended = SipEdit.extendCallId(data, SUFFIX);
    if (scan instanceof SipMessage message) {
      SipMessage again = (SipMessage) SipScanner.scan(extended);
      if (!again.callId().equals(message.callId() + SUFFIX) || again.cseq() != message.cseq()) {
        throw new AssertionError("a Call-ID made longer changes more than that");
      }
    } else if (!Arrays.equals(data, extended)) {
      throw new AssertionError("what is no message was changed");
    }
  }
}
