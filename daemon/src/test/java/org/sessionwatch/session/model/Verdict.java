package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is said of a whole history, as lines that can be compared: words, and instants beside. */
final class Verdict {
  /** An instant that is not there. */
  static final long NEVER = Long.MIN_VALUE;

  private static final Pattern FAILED =
      Pattern.compile("(refresh .* (?:REJECTED|GLARE|CANCELLED|PENDING|UNANSWERED) .*) then .*");

  private final List<Line> lines = new ArrayList<>();

  /** One statement; instants in microseconds. */
  record Line(String words, List<Long> instants) {
    private String exact() {
      StringBuilder text = new StringBuilder(words).append(" @");
      for (long at : instants) {
        text.append(at == NEVER ? " -" : " " + (at - CallWriter.START_US));
      }
      return text.toString();
    }

    /**
     * Instants are only there or not; and of a refresh that failed, not what it changed nothing of.
     */
    private String inWords() {
      StringBuilder text = new StringBuilder(FAILED.matcher(words).replaceAll("$1")).append(" @");
      instants.forEach(at -> text.append(at == NEVER ? " -" : " x"));
      return text.toString();
    }
  }

  void say(String words, long... instants) {
    List<Long> list = new ArrayList<>();
    for (long instant : instants) {
      list.add(instant);
    }
    lines.add(new Line(words, list));
  }

  /** The kinds of the alerts, with the rule of those that name one. */
  List<String> alerts() {
    return lines.stream().map(Line::words).filter(words -> words.startsWith("alert ")).toList();
  }

  /** Whether both say the same, to the microsecond. */
  boolean equalsExactly(Verdict other) {
    return statements(true).equals(other.statements(true));
  }

  /** Whether both say the same, whenever it was. */
  boolean equalsInWords(Verdict other) {
    return statements(false).equals(other.statements(false));
  }

  private List<String> statements(boolean exactly) {
    return lines.stream().map(line -> exactly ? line.exact() : line.inWords()).sorted().toList();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    lines.stream()
        .map(Line::exact)
        .sorted()
        .forEach(line -> text.append("  ").append(line).append('\n'));
    return text.toString();
  }
}
