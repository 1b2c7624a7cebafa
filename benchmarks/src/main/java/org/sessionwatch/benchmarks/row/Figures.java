package org.sessionwatch.benchmarks.row;

import java.util.HashMap;
import java.util.Map;

/** Named figures that a JVM printed, a line {@code name=number} each. */
final class Figures {
  private final Map<String, Double> figures = new HashMap<>();

  private Figures() {}

  static Figures read(String printed) {
    Figures read = new Figures();
    for (String line : printed.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0 && line.substring(equals + 1).matches("-?[0-9.]+")) {
        read.figures.put(line.substring(0, equals), Double.valueOf(line.substring(equals + 1)));
      }
    }
    return read;
  }

  /** The figure of that name, which must be there. */
  double get(String name) {
    Double figure = figures.get(name);
    if (figure == null) {
      throw new IllegalStateException("no figure \"" + name + "\" among " + figures.keySet());
    }
    return figure;
  }
}
