package org.sessionwatch.pbx;

/** Makes text that came from a PBX fit for a line of the log. */
public final class Printable {
  private static final int LONGEST = 300;

  private Printable() {}

  /** The text with every control character as {@code ?}, cut after 300 characters. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST));
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? '?' : c);
    }
    return line.toString();
  }
}
