package org.sessionwatch.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's log of its collector, the serial one or G1 ({@code -Xlog:gc*}), tells of a stretch
 * of its run: how much was allocated, and the longest pause.
 *
 * @param allocatedBytes in eden, where all but giant objects begin: what each collection found
 *     there
 * @param longestPauseMs 0 when there was none
 * @param longestKind what the longest was, in the collector's words
 * @param pauses how many
 * @param pausedMs all of them
 */
public record GcLog(
    long allocatedBytes, double longestPauseMs, String longestKind, int pauses, double pausedMs) {
  private static final Pattern EDEN = Pattern.compile("Eden: (\\d+)K\\(\\d+K\\)->");

  /** G1 counts regions, and tells their size at the start. */
  private static final Pattern EDEN_REGIONS = Pattern.compile("Eden regions: (\\d+)->");

  private static final Pattern REGION_SIZE = Pattern.compile("Heap Region Size: (\\d+)M");
  private static final Pattern PAUSE = Pattern.compile("(Pause .*?) *(?:\\d+M->.*)? ([0-9.]+)ms$");

  /** The option that makes a JVM write such a log. */
  public static String option(Path file) {
    return "-Xlog:gc*:file=" + file + ":uptime";
  }

  /** How many lines there are now; what follows is told by {@link #since}. */
  public static int mark(Path file) {
    return lines(file).size();
  }

  /** The stretch from a mark on until now. */
  public static GcLog since(Path file, int mark) {
    long allocated = 0;
    double longest = 0;
    double paused = 0;
    String kind = "";
    int pauses = 0;
    List<String> lines = lines(file);
    long regionBytes = regionBytes(lines);
    for (String line : lines.subList(Math.min(mark, lines.size()), lines.size())) {
      Matcher eden = EDEN.matcher(line);
      Matcher regions = EDEN_REGIONS.matcher(line);
      Matcher pause = PAUSE.matcher(line);
      if (eden.find()) {
        allocated += Long.parseLong(eden.group(1)) * 1_024;
      }
      if (regions.find()) {
        allocated += Long.parseLong(regions.group(1)) * regionBytes;
      }
      if (pause.find()) {
        double ms = Double.parseDouble(pause.group(2));
        kind = ms > longest ? pause.group(1) : kind;
        longest = Math.max(longest, ms);
        paused += ms;
        pauses++;
      }
    }
    return new GcLog(allocated, longest, kind, pauses, paused);
  }

  /** The pauses, for people. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d pauses, of %.1f ms on the average; the longest, %.1f ms, was a %s",
        pauses,
        pauses == 0 ? 0 : pausedMs / pauses,
        longestPauseMs,
        longestKind);
  }

  private static long regionBytes(List<String> lines) {
    for (String line : lines) {
      Matcher size = REGION_SIZE.matcher(line);
      if (size.find()) {
        return Long.parseLong(size.group(1)) << 20;
      }
    }
    return 0;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
