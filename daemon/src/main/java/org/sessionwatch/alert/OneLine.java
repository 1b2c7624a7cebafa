package org.sessionwatch.alert;

/** Makes text that came in by SIP fit for a line of the journal. */
final class OneLine {
  private static final int LONGEST = 1_000;

  private OneLine() {}

  /**
   * The text with every control character (line ends and terminal escapes among them) as {@code ?},
   * cut after 1000 characters: nobody who calls can write a line of his own into the journal.
   */
  static String of(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST) + 1);
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
    }
    return text.length() > LONGEST ? line.append('…').toString() : line.toString();
  }
}
