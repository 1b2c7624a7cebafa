package org.sessionwatch.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The CPU time of a JVM's threads by what they do, from their own clocks ({@code schedstat} and
 * {@code comm} of {@code /proc/PID/task/TID}). Threads that have ended are not among them.
 *
 * @param nanos by kind
 */
public record ThreadTimes(Map<String, Long> nanos) {
  /** The kind that has work for as long as a program is not warm. */
  public static final String COMPILER = "the JVM's compiler";

  /** A kind's name, and how its threads' names begin; the kernel keeps 15 letters. */
  private static final String[][] KINDS = {
    {"the collector", "GC Thread", "G1 "},
    {COMPILER, "C1 Comp", "C2 Comp"},
    {"receiving", "hep-", "NioProcessor", "NioSocket"},
    {"the engine", "shard-"},
    {"the history", "history-"},
  };

  private static final String REST = "the rest";

  /** Until now, of a process; {@code self} is this one's. */
  public static ThreadTimes of(Object pid) {
    Map<String, Long> nanos = new TreeMap<>();
    Path tasks = Path.of("/proc/" + pid + "/task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        add(thread, nanos);
      }
    } catch (IOException e) {
      return new ThreadTimes(Map.of()); // it is gone
    }
    return new ThreadTimes(nanos);
  }

  private static void add(Path thread, Map<String, Long> nanos) {
    try {
      String name = Files.readString(thread.resolve("comm"));
      String times = Files.readString(thread.resolve("schedstat"));
      nanos.merge(kind(name), Long.parseLong(times.substring(0, times.indexOf(' '))), Long::sum);
    } catch (IOException e) {
      // It ended meanwhile.
    }
  }

  private static String kind(String thread) {
    for (String[] kind : KINDS) {
      for (int i = 1; i < kind.length; i++) {
        if (thread.startsWith(kind[i])) {
          return kind[0];
        }
      }
    }
    return REST;
  }

  /** What came on top of the earlier ones. */
  public ThreadTimes since(ThreadTimes earlier) {
    Map<String, Long> more = new TreeMap<>();
    nanos.forEach(
        (kind, all) -> more.put(kind, Math.max(0, all - earlier.nanos.getOrDefault(kind, 0L))));
    return new ThreadTimes(more);
  }

  /** Seconds of one kind. */
  public double seconds(String kind) {
    return nanos.getOrDefault(kind, 0L) / 1e9;
  }

  /** Microseconds a message of one kind. */
  public double us(String kind, long messages) {
    return nanos.getOrDefault(kind, 0L) / 1e3 / messages;
  }

  /** Each kind's microseconds a message, the greatest first. */
  public String text(long messages) {
    List<String> parts = new ArrayList<>();
    nanos.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            kind ->
                parts.add(
                    String.format(
                        Locale.ROOT, "%s %.1f", kind.getKey(), us(kind.getKey(), messages))));
    return String.join(", ", parts);
  }
}
