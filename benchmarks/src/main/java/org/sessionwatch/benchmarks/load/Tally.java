package org.sessionwatch.benchmarks.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was sent, exactly. One thread counts. */
final class Tally {
  long sent;
  long bytes;
  long lost;
  long repeated;
  long swapped;
  long begun;
  long ended;
  private final Map<String, long[]> kinds = new TreeMap<>();
  private final Map<Mix.Fate, long[]> fates = new EnumMap<>(Mix.Fate.class);

  /** The cell that counts messages of this kind. */
  long[] kind(String kind) {
    return kinds.computeIfAbsent(kind, key -> new long[1]);
  }

  /** The cell that counts calls of this fate that were begun. */
  long[] fate(Mix.Fate fate) {
    return fates.computeIfAbsent(fate, key -> new long[1]);
  }

  /** For people. */
  String text(double seconds) {
    StringBuilder text = new StringBuilder();
    line(text, "sent", sent + " messages, " + bytes + " bytes");
    line(text, "in", "%.2f s, %.0f messages/s".formatted(seconds, sent / Math.max(seconds, 1e-9)));
    line(text, "calls", "%d begun, %d ended, %d open".formatted(begun, ended, begun - ended));
    line(text, "of the begun", joined(fates, ", "));
    line(text, "on the way", "%d lost, %d repeated, %d swapped".formatted(lost, repeated, swapped));
    line(text, "scripted", joined(kinds, ", "));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-14s%s%n".formatted(name, value));
  }

  private static String joined(Map<?, long[]> counts, String between) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue()[0])
        .collect(Collectors.joining(between));
  }

  /** For programs: one JSON object. */
  String json(double seconds) {
    return "{\"sent\":%d,\"bytes\":%d,\"seconds\":%.3f,\"calls_begun\":%d,\"calls_ended\":%d,\"lost\":%d,\"repeated\":%d,\"swapped\":%d,\"fates\":{%s},\"scripted\":{%s}}"
        .formatted(
            sent,
            bytes,
            seconds,
            begun,
            ended,
            lost,
            repeated,
            swapped,
            pairs(fates),
            pairs(kinds));
  }

  private static String pairs(Map<?, long[]> counts) {
    return counts.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue()[0])
        .collect(Collectors.joining(","));
  }
}
