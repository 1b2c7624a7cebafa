package org.sessionwatch.sip;

/**
 * The parameters behind a header's value: {@code *( SEMI name [ EQUAL ( token / quoted-string ) ]
 * )} (RFC 3261 section 25.1), with white space and folding allowed around {@code ;} and {@code =}.
 */
final class Params {
  private Params() {}

  /**
   * The range of a parameter's value, quotes taken off; an empty range where it stands without one;
   * -1 where there is no such parameter.
   *
   * @param start the first {@code ;} or anything before it
   */
  static long find(byte[] bytes, int start, int end, String lowerName) {
    int semi = Text.indexOfOutsideQuotes(bytes, start, end, ';');
    while (semi < end) {
      int next = Text.indexOfOutsideQuotes(bytes, semi + 1, end, ';');
      int name = Text.skipSpace(bytes, semi + 1, next);
      int nameEnd = Text.tokenEnd(bytes, name, next);
      if (Text.equalsIgnoreCase(bytes, name, nameEnd, lowerName)) {
        return value(bytes, nameEnd, next);
      }
      semi = next;
    }
    return -1;
  }

  private static long value(byte[] bytes, int nameEnd, int end) {
    int equal = Text.skipSpace(bytes, nameEnd, end);
    if (equal >= end || bytes[equal] != '=') {
      return Text.range(nameEnd, nameEnd);
    }
    int from = Text.skipSpace(bytes, equal + 1, end);
    int to = Text.trimEnd(bytes, from, end);
    if (to - from >= 2 && bytes[from] == '"' && bytes[to - 1] == '"') {
      return Text.range(from + 1, to - 1);
    }
    return Text.range(from, to);
  }
}
