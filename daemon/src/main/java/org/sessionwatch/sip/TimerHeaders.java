package org.sessionwatch.sip;

/** The two headers of RFC 4028. */
final class TimerHeaders {
  private TimerHeaders() {}

  /**
   * {@code Session-Expires = delta-seconds *( SEMI ( refresher-param / generic-param ) )} (RFC 4028
   * section 4). Of several the first counts.
   */
  static void takeSessionExpires(SipMessage message, int start, int end) {
    int interval = delta(message.bytes, start, end);
    RefresherParam refresher = RefresherParam.ABSENT;
    long param = Params.find(message.bytes, start, end, "refresher");
    if (param != -1) {
      int from = Text.start(param);
      int to = Text.end(param);
      if (Text.equalsIgnoreCase(message.bytes, from, to, "uac")) {
        refresher = RefresherParam.UAC;
      } else if (Text.equalsIgnoreCase(message.bytes, from, to, "uas")) {
        refresher = RefresherParam.UAS;
      } else {
        interval = SipMessage.UNREADABLE;
      }
    }
    if (message.sessionExpiresS != SipMessage.ABSENT) {
      message.sessionExpiresConflict |=
          message.sessionExpiresS != interval || message.refresher != refresher;
      return;
    }
    message.sessionExpiresS = interval;
    message.refresher = refresher;
    message.sessionExpiresClamped = isLarge(message.bytes, start, end);
  }

  /** {@code Min-SE = delta-seconds *( SEMI generic-param )}. */
  static void takeMinSe(SipMessage message, int start, int end) {
    if (message.minSeS == SipMessage.ABSENT) {
      message.minSeS = delta(message.bytes, start, end);
    }
  }

  private static int delta(byte[] bytes, int start, int end) {
    long value = number(bytes, start, end);
    return value < 0 ? SipMessage.UNREADABLE : (int) Math.min(value, SipMessage.MAX_INTERVAL_S);
  }

  private static boolean isLarge(byte[] bytes, int start, int end) {
    return number(bytes, start, end) > SipMessage.MAX_INTERVAL_S;
  }

  /** The number before the parameters; -1 where there is none, or anything beside it. */
  private static long number(byte[] bytes, int start, int end) {
    int valueEnd = Text.trimEnd(bytes, start, Text.indexOfOutsideQuotes(bytes, start, end, ';'));
    return Text.number(bytes, start, valueEnd);
  }
}
