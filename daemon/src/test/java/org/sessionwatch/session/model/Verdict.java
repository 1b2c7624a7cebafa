package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is said of a whole history, as lines that can be compared: words, and instants beside. */
final class Verdict {
  private static final Comparator<Line> BY_WORDS_THEN_TIME =
      Comparator.comparing(Line::words).thenComparing(line -> line.instants().get(0));
  private final List<Line> lines = new ArrayList<>();

  /** An instant that is not there. */
  static final long NEVER = Long.MIN_VALUE;

  /** One statement; instants in microseconds. */
  record Line(String words, List<Long> instants) {
    private boolean agrees(Line other, long slackUs) {
      for (int i = 0; i < instants.size(); i++) {
        long mine = instants.get(i);
        long theirs = other.instants.get(i);
        boolean near = mine != NEVER && theirs != NEVER && Math.abs(mine - theirs) <= slackUs;
        if (mine != theirs && !near) {
          return false;
        }
      }
      return words.equals(other.words);
    }

    private String show() {
      StringBuilder text = new StringBuilder(words).append(" @");
      for (long at : instants) {
        text.append(at == NEVER ? " -" : " %+.6f".formatted((at - CallWriter.START_US) / 1e6));
      }
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

  List<Line> lines() {
    lines.sort(BY_WORDS_THEN_TIME);
    return lines;
  }

  /** Whether both say the same, instants being at most {@code slackUs} apart. */
  boolean agrees(Verdict other, long slackUs) {
    List<Line> mine = lines();
    List<Line> theirs = other.lines();
    if (mine.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!mine.get(i).agrees(theirs.get(i), slackUs)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    lines().forEach(line -> text.append("  ").append(line.show()).append('\n'));
    return text.toString();
  }
}
