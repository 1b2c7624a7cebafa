package org.sessionwatch.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be measured, and how long.
 *
 * @param rows numbers of the table's rows, 1 to 12
 * @param profile whether the hot path is to be profiled
 * @param rounds paired rounds of each row, 1 or more
 * @param seconds how long one load lasts
 * @param dialogs the most open dialogs of rows 6 to 8
 * @param captureMegabytes size of row 12's capture
 * @param home the project's directory
 * @param work where everything that is made on the way lies; removed at the end
 * @param peers root of the chroot that has Kamailio, sngrep and tshark; empty where there is none
 * @param output the Markdown file to write
 */
public record Options(
    Set<Integer> rows,
    boolean profile,
    int rounds,
    int seconds,
    int dialogs,
    int captureMegabytes,
    Path home,
    Path work,
    String peers,
    Path output) {

  private static final int LAST_ROW = 12;

  /**
   * Reads the command line of {@code benchmarks/run}.
   *
   * @throws IllegalArgumentException naming the argument that cannot be read
   */
  static Options of(String[] arguments, Path home, Path work, String peers) {
    Set<Integer> rows = new TreeSet<>();
    boolean profile = false;
    int rounds = 3;
    int seconds = 5;
    int dialogs = 1_000_000;
    int megabytes = 1_024;
    Path output = home.resolve("benchmarks/RESULTS.md");
    List<String> left = new ArrayList<>(List.of(arguments));
    while (!left.isEmpty()) {
      String argument = left.remove(0);
      if (argument.equals("profile")) {
        profile = true;
        continue;
      }
      if (!argument.startsWith("--")) {
        rows.add(number(argument, argument, LAST_ROW));
        continue;
      }
      if (left.isEmpty()) {
        throw new IllegalArgumentException(argument + " needs a value");
      }
      String value = left.remove(0);
      switch (argument) {
        case "--rounds" -> rounds = number(argument, value, 100);
        case "--seconds" -> seconds = number(argument, value, 600);
        case "--dialogs" -> dialogs = number(argument, value, 2_000_000);
        case "--capture-mb" -> megabytes = number(argument, value, 8_192);
        case "--out" -> output = Path.of(value).toAbsolutePath();
        default -> throw new IllegalArgumentException("no such option: " + argument);
      }
    }
    return new Options(
        rows.isEmpty() && !profile ? all() : rows,
        profile,
        rounds,
        seconds,
        dialogs,
        megabytes,
        home,
        work,
        peers,
        output);
  }

  private static Set<Integer> all() {
    Set<Integer> all = new TreeSet<>();
    for (int row = 1; row <= LAST_ROW; row++) {
      all.add(row);
    }
    return all;
  }

  private static int number(String what, String text, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        what + ": \"" + text + "\" is not a number from 1 to " + most);
  }
}
