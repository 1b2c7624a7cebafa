package org.sessionwatch.sip;

/** The methods that matter to a session timer; every other one is {@link #OTHER}. */
public enum SipMethod {
  INVITE,
  UPDATE,
  BYE,
  ACK,
  CANCEL,
  PRACK,
  OTHER;

  /** Whether it is one that is never sent within a call (RFC 3261 section 10). */
  static boolean isRegister(byte[] bytes, int start, int end) {
    return Text.equals(bytes, start, end, "REGISTER");
  }

  /** Methods are case-sensitive (RFC 3261 section 7.1). */
  static SipMethod of(byte[] bytes, int start, int end) {
    for (SipMethod method : KNOWN) {
      if (Text.equals(bytes, start, end, method.name())) {
        return method;
      }
    }
    return OTHER;
  }

  private static final SipMethod[] KNOWN = {INVITE, UPDATE, BYE, ACK, CANCEL, PRACK};
}
