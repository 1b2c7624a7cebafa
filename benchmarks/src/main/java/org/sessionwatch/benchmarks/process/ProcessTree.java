package org.sessionwatch.benchmarks.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CPU and memory of a process and all its descendants, from /proc ({@code proc(5)}). */
public final class ProcessTree {
  private static final Path PROC = Path.of("/proc");

  /** What the kernel counts CPU time in: USER_HZ is 100 on every Linux of amd64 and arm64. */
  private static final double TICKS_A_SECOND = 100;

  // Columns behind the name in parentheses: the third of the file is the first here.
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int REAPED_SYSTEM = 14;

  private ProcessTree() {}

  /**
   * CPU seconds that the process, its living descendants and those that they have waited for have
   * used since they began; 0 when it is gone.
   */
  public static double cpuSeconds(long pid) {
    double ticks = 0;
    for (String[] stat : statsOf(pid)) {
      for (int column = USER; column <= REAPED_SYSTEM; column++) {
        ticks += Long.parseLong(stat[column]);
      }
    }
    return ticks / TICKS_A_SECOND;
  }

  /** Resident memory of the process alone, in bytes; 0 when it is gone. */
  public static long residentBytes(long pid) {
    return statusBytes(pid, "VmRSS:");
  }

  /** Its part that no file stands behind, heap, stacks and what libraries took; 0 when gone. */
  public static long anonymousBytes(long pid) {
    return statusBytes(pid, "RssAnon:");
  }

  /** The most resident memory that the process alone ever had, in bytes; 0 when it is gone. */
  public static long mostResidentBytes(long pid) {
    return statusBytes(pid, "VmHWM:");
  }

  private static long statusBytes(long pid, String key) {
    try {
      for (String line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
        if (line.startsWith(key)) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }

  private static List<String[]> statsOf(long root) {
    Map<Long, String[]> all = new HashMap<>();
    try (DirectoryStream<Path> pids = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path pid : pids) {
        String[] stat = stat(pid);
        if (stat != null) {
          all.put(Long.parseLong(pid.getFileName().toString()), stat);
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    List<String[]> tree = new ArrayList<>();
    all.forEach(
        (pid, stat) -> {
          if (descends(pid, root, all)) {
            tree.add(stat);
          }
        });
    return tree;
  }

  private static boolean descends(long pid, long root, Map<Long, String[]> all) {
    long at = pid;
    while (at != root) {
      String[] stat = all.get(at);
      if (stat == null) {
        return false;
      }
      at = Long.parseLong(stat[PARENT]);
    }
    return true;
  }

  private static String @org.jspecify.annotations.Nullable [] stat(Path pid) {
    try {
      String text = Files.readString(pid.resolve("stat"));
      return text.substring(text.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      return null; // it ended meanwhile
    }
  }
}
