package org.sessionwatch.sip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Changes to messages that are played again. */
public final class SipEdit {
  private SipEdit() {}

  /**
   * The message with a longer Call-ID; unchanged when it is not a SIP message.
   *
   * @param suffix put behind the Call-ID; of the characters that RFC 3261 allows in one
   */
  public static byte[] extendCallId(byte[] sip, String suffix) {
    if (!(SipScanner.scan(sip) instanceof SipMessage message)) {
      return sip;
    }
    int end = Text.end(message.callId);
    ByteArrayOutputStream out = new ByteArrayOutputStream(sip.length + suffix.length());
    out.write(sip, 0, end);
    out.writeBytes(suffix.getBytes(StandardCharsets.US_ASCII));
    out.write(sip, end, sip.length - end);
    return out.toByteArray();
  }
}
