package org.sessionwatch.sip;

/**
 * Bytes that are not a SIP message a dialog could be found by.
 *
 * @param offset byte at which the scan gave up, from the message's first byte
 * @param reason why
 */
public record Malformed(int offset, Reason reason) implements SipScan {
  /** Why bytes are not a usable SIP message. */
  public enum Reason {
    /** Only line ends: a keep-alive. */
    KEEP_ALIVE,
    /** The first line is neither a request line nor a status line. */
    START_LINE,
    NO_CALL_ID,
    NO_FROM,
    NO_TO,
    NO_CSEQ,
    /** CSeq is not a number below 2^31 and a method. */
    BAD_CSEQ,
    /** The message was cut before the headers that name its dialog were complete. */
    CUT
  }
}
