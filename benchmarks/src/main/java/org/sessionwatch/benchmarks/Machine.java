package org.sessionwatch.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine and the versions that the figures are of, a line each. */
record Machine(List<String> lines) {
  private static final int MOST_BYTES = 1 << 13;

  static Machine look(Path home, String peers) {
    List<String> lines = new ArrayList<>();
    lines.add("machine: %s, %d cores, %s".formatted(processor(), cores(), memory()));
    lines.add(
        "kernel: "
            + first(List.of("uname", "-sr"))
            + ", net.core.rmem_max "
            + read("/proc/sys/net/core/rmem_max"));
    lines.add(
        "Java: "
            + System.getProperty("java.vm.name")
            + " "
            + System.getProperty("java.vm.version"));
    lines.add(
        "sessionwatch: commit "
            + first(List.of("git", "-C", home.toString(), "rev-parse", "--short", "HEAD")));
    if (!peers.isEmpty()) {
      lines.add(
          "peers, from Debian's packages: "
              + first(
                  List.of(
                      "chroot",
                      peers,
                      "dpkg-query",
                      "-W",
                      "-f",
                      "${Package} ${Version}, ",
                      "kamailio",
                      "sngrep",
                      "tshark")));
    }
    lines.add("load average at the start: " + read("/proc/loadavg"));
    return new Machine(lines);
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static String processor() {
    return key("/proc/cpuinfo", "model name");
  }

  private static String memory() {
    return key("/proc/meminfo", "MemTotal");
  }

  /** Of the whole machine; 0 where that is not known. */
  static long memoryKb() {
    String digits = memory().replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  private static String key(String file, String key) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("unknown");
  }

  private static String read(String file) {
    // At once: a file of /proc/sys has nothing to say to a second read.
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String first(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
