package org.sessionwatch.benchmarks.load;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** {@code --name value} and {@code --name} on a command line; every mistake names its option. */
final class Flags {
  /** A mistake on the command line; its message is the line to print. */
  static final class Mistake extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Mistake(String message) {
      super(message);
    }
  }

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  private Flags() {}

  static Flags of(String[] arguments) {
    Flags flags = new Flags();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (!name.startsWith("--")) {
        throw new Mistake(name + ": an option was expected here; --help lists them");
      }
      boolean hasValue = i + 1 < arguments.length && !arguments[i + 1].startsWith("--");
      if (flags.values.put(name, hasValue ? arguments[++i] : "") != null) {
        throw new Mistake(name + ": given twice");
      }
    }
    return flags;
  }

  String text(String name, String otherwise) {
    asked.add(name);
    return values.getOrDefault(name, otherwise);
  }

  boolean has(String name) {
    asked.add(name);
    String value = values.get(name);
    if (value != null && !value.isEmpty()) {
      throw new Mistake(name + ": takes no value, and got " + value);
    }
    return value != null;
  }

  long number(String name, long least, long most, long otherwise) {
    String text = text(name, String.valueOf(otherwise));
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new Mistake(
        "%s: \"%s\" is not a whole number from %d to %d".formatted(name, text, least, most));
  }

  /** A share in percent, as a part of 1. */
  double share(String name, double otherwisePercent) {
    String text = text(name, String.valueOf(otherwisePercent));
    try {
      double percent = Double.parseDouble(text);
      if (percent >= 0 && percent <= 100) {
        return percent / 100;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new Mistake("%s: \"%s\" is not a share from 0 to 100 percent".formatted(name, text));
  }

  void refuseOthers() {
    for (String name : values.keySet()) {
      if (!asked.contains(name)) {
        throw new Mistake(name + ": no such option; --help lists them");
      }
    }
  }
}
