package org.sessionwatch.alert;

/** Makes text that came in by SIP fit for a line of the journal. */
final class OneLine {
  private OneLine() {}

  /**
   * The text with every control character (line ends and terminal escapes among them) as {@code ?},
   * cut after that many characters: nobody who calls can write a line of his own into the journal,
   * or push what follows out of it.
   */
  static String of(String text, int longest) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), longest) + 1);
    for (int i = 0; i < text.length() && i < longest; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
    }
    return text.length() > longest ? line.append('…').toString() : line.toString();
  }
}
