package org.sessionwatch.sip;

/** Takes one header's value into the message. Names are case-insensitive, short forms included. */
final class SipHeaders {
  private SipHeaders() {}

  /**
   * @param name start of the header's name
   * @param nameEnd its end
   * @param start start of the value, white space taken off
   * @param end end of the value, white space taken off
   */
  static void take(SipMessage message, int name, int nameEnd, int start, int end) {
    // The length and first letter tell most headers apart before any comparison of names.
    switch (nameEnd - name) {
      case 1 -> takeShort(message, Text.lower(message.bytes[name]), start, end);
      case 2 -> ifNamed(message, name, nameEnd, "to", 't', start, end);
      case 3 -> ifNamed(message, name, nameEnd, "via", 'v', start, end);
      case 4 -> {
        ifNamed(message, name, nameEnd, "from", 'f', start, end);
        ifNamed(message, name, nameEnd, "cseq", 'q', start, end);
      }
      case 5 -> ifNamed(message, name, nameEnd, "allow", 'a', start, end);
      case 6 -> {
        ifNamed(message, name, nameEnd, "min-se", 'n', start, end);
        ifNamed(message, name, nameEnd, "reason", 'r', start, end);
        ifNamed(message, name, nameEnd, "server", 'z', start, end);
      }
      case 7 -> {
        ifNamed(message, name, nameEnd, "call-id", 'i', start, end);
        ifNamed(message, name, nameEnd, "require", 'y', start, end);
      }
      case 9 -> ifNamed(message, name, nameEnd, "supported", 'k', start, end);
      case 10 -> ifNamed(message, name, nameEnd, "user-agent", 'w', start, end);
      case 11 -> ifNamed(message, name, nameEnd, "unsupported", 'b', start, end);
      case 12 -> ifNamed(message, name, nameEnd, "content-type", 'c', start, end);
      case 15 -> ifNamed(message, name, nameEnd, "session-expires", 'x', start, end);
      default -> {}
    }
  }

  private static void ifNamed(
      SipMessage message, int name, int nameEnd, String lower, char key, int start, int end) {
    if (Text.equalsIgnoreCase(message.bytes, name, nameEnd, lower)) {
      takeKnown(message, key, start, end);
    }
  }

  /** Of the keys above, only these are real short forms (RFC 3261 section 7.3.3, RFC 4028). */
  private static void takeShort(SipMessage message, int letter, int start, int end) {
    switch (letter) {
      case 't', 'v', 'f', 'i', 'k', 'c', 'x' -> takeKnown(message, (char) letter, start, end);
      default -> {}
    }
  }

  private static void takeKnown(SipMessage message, char key, int start, int end) {
    byte[] bytes = message.bytes;
    switch (key) {
      case 'f' -> Addresses.takeFrom(message, start, end);
      case 't' -> Addresses.takeTo(message, start, end);
      case 'v' -> Addresses.takeVia(message, start, end);
      case 'i' -> message.callId = first(message.callId, start, end);
      case 'q' -> takeCseq(message, start, end);
      case 'x' -> TimerHeaders.takeSessionExpires(message, start, end);
      case 'n' -> TimerHeaders.takeMinSe(message, start, end);
      case 'k' -> message.supportsTimer |= Text.listHas(bytes, start, end, "timer");
      case 'y' -> message.requiresTimer |= Text.listHas(bytes, start, end, "timer");
      case 'b' -> message.unsupportedTimer |= Text.listHas(bytes, start, end, "timer");
      case 'a' -> {
        message.hasAllow = true;
        message.allowsUpdate |= Text.listHas(bytes, start, end, "update");
      }
      case 'w' -> message.userAgent = Text.range(start, end);
      case 'z' -> message.userAgent = first(message.userAgent, start, end);
      case 'c' -> message.hasSdp = Text.listHas(bytes, start, end, "application/sdp");
      case 'r' -> takeReason(message, start, end);
      default -> throw new IllegalArgumentException("header key " + key);
    }
  }

  private static long first(long known, int start, int end) {
    return known == SipMessage.NOWHERE && end > start ? Text.range(start, end) : known;
  }

  /** {@code CSeq = 1*DIGIT LWS Method}. Of several the first counts. */
  private static void takeCseq(SipMessage message, int start, int end) {
    if (message.cseq != SipMessage.ABSENT) {
      return;
    }
    int numberEnd = Text.tokenEnd(message.bytes, start, end);
    long number = Text.number(message.bytes, start, numberEnd);
    int method = Text.skipSpace(message.bytes, numberEnd, end);
    if (number < 0 || number > Integer.MAX_VALUE || method >= end) {
      message.cseq = SipMessage.UNREADABLE;
      return;
    }
    message.cseq = number;
    if (!message.isRequest()) {
      message.method = SipMethod.of(message.bytes, method, end);
      message.registration = SipMethod.isRegister(message.bytes, method, end);
    }
  }

  /**
   * {@code Reason = protocol *( SEMI cause / text )}, joined by commas (RFC 3326). The value of
   * protocol SIP wins over one of Q.850.
   */
  private static void takeReason(SipMessage message, int start, int end) {
    int item = start;
    while (item < end) {
      int itemEnd = Text.indexOfOutsideQuotes(message.bytes, item, end, ',');
      int protocol = Text.skipSpace(message.bytes, item, itemEnd);
      int protocolEnd = Text.tokenEnd(message.bytes, protocol, itemEnd);
      boolean isSip = Text.equalsIgnoreCase(message.bytes, protocol, protocolEnd, "sip");
      if (isSip || !message.hasReason) {
        takeReasonValue(message, protocolEnd, itemEnd);
      }
      item = itemEnd + 1;
    }
  }

  private static void takeReasonValue(SipMessage message, int start, int end) {
    message.hasReason = true;
    long cause = Params.find(message.bytes, start, end, "cause");
    long number = cause == -1 ? -1 : Text.number(message.bytes, Text.start(cause), Text.end(cause));
    message.reasonCause = number < 0 || number > 999 ? SipMessage.ABSENT : (int) number;
    long text = Params.find(message.bytes, start, end, "text");
    message.reasonText = text == -1 ? SipMessage.NOWHERE : text;
  }
}
