package org.sessionwatch.sip;

/** From, To and Via: who, and over which hop. */
final class Addresses {
  private Addresses() {}

  /** Of several the first counts, as for all that a message may have once. */
  static void takeFrom(SipMessage message, int start, int end) {
    if (message.fromUri != SipMessage.NOWHERE) {
      return;
    }
    message.fromUri = uri(message.bytes, start, end);
    message.fromTag = tag(message.bytes, start, end);
  }

  /** Of several the first counts. */
  static void takeTo(SipMessage message, int start, int end) {
    if (message.toUri != SipMessage.NOWHERE) {
      return;
    }
    message.toUri = uri(message.bytes, start, end);
    message.toTag = tag(message.bytes, start, end);
  }

  /** Via values may be joined by commas; the first of the first header is the topmost. */
  static void takeVia(SipMessage message, int start, int end) {
    int item = start;
    while (item < end) {
      int itemEnd = Text.indexOfOutsideQuotes(message.bytes, item, end, ',');
      int hop = Text.skipSpace(message.bytes, item, itemEnd);
      // Commas and semicolons too many are no hops.
      if (hop < itemEnd && message.bytes[hop] != ';') {
        takeHop(message, hop, itemEnd);
      }
      item = itemEnd + 1;
    }
  }

  private static void takeHop(SipMessage message, int start, int end) {
    if (message.vias == 0) {
      long branch = Params.find(message.bytes, start, end, "branch");
      message.branch = branch == -1 ? SipMessage.NOWHERE : branch;
    }
    if (message.vias < Short.MAX_VALUE) {
      message.vias++;
    }
  }

  /**
   * {@code ( name-addr / addr-spec ) *( SEMI param )}: what stands in angle brackets, or all before
   * the first semicolon.
   */
  private static long uri(byte[] bytes, int start, int end) {
    int open = openBracket(bytes, start, end);
    if (open >= 0) {
      int close = Text.indexOf(bytes, open, end, '>');
      int to = close < 0 ? end : close;
      int from = Text.skipSpace(bytes, open + 1, to);
      return Text.range(from, Text.trimEnd(bytes, from, to));
    }
    int semi = Text.indexOf(bytes, start, end, ';');
    return Text.range(start, Text.trimEnd(bytes, start, semi < 0 ? end : semi));
  }

  private static long tag(byte[] bytes, int start, int end) {
    long tag = Params.find(bytes, start, end, "tag");
    return tag == -1 ? SipMessage.NOWHERE : tag;
  }

  /** The bracket before the URI, not one inside a quoted display name. */
  private static int openBracket(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && bytes[i] != '<') {
      i = bytes[i] == '"' ? Text.skipQuoted(bytes, i, end) : i + 1;
    }
    return i < end ? i : -1;
  }
}
