package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.List;

/** Times, joined where they touch. Where there are too many, the two oldest become one. */
final class Spans {
  private static final int MOST = 64;

  private record Span(long fromUs, long untilUs) {
    private boolean meets(Span other) {
      return fromUs <= other.untilUs && other.fromUs <= untilUs;
    }

    private Span with(Span other) {
      return new Span(Math.min(fromUs, other.fromUs), Math.max(untilUs, other.untilUs));
    }
  }

  private final List<Span> spans = new ArrayList<>();

  void add(long fromUs, long untilUs) {
    Span added = new Span(fromUs, untilUs);
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (spans.get(i).meets(added)) {
        added = added.with(spans.remove(i));
      }
    }
    int place = spans.size();
    while (place > 0 && spans.get(place - 1).fromUs() > added.fromUs()) {
      place--;
    }
    spans.add(place, added);
    if (spans.size() > MOST) {
      spans.set(0, spans.get(0).with(spans.remove(1)));
    }
  }

  boolean overlap(long fromUs, long untilUs) {
    Span asked = new Span(fromUs, untilUs);
    for (int i = spans.size() - 1; i >= 0; i--) {
      if (spans.get(i).meets(asked)) {
        return true;
      }
    }
    return false;
  }
}
