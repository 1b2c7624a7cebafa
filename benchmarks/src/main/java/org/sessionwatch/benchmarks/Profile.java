package org.sessionwatch.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.sessionwatch.benchmarks.feed.Load;
import org.sessionwatch.benchmarks.process.DaemonUnderTest;

/**
 * Where the daemon's time goes under load, by JFR's samples: by thread, by room, by method. The
 * part between the markers of {@code PROFILE.md} is written anew; what people made of it stays.
 */
final class Profile {
  private static final String BEGIN = "<!-- written by benchmarks/run profile -->\n";
  private static final String END = "<!-- until here -->\n";
  private static final int RATE = 40_000;
  private static final int CALLS = 2_000_000;
  private static final int MOST_LINES = 30;

  private static final String ALONE = "libraries and the JDK alone (MINA's loop, queues)";
  private static final String ROOM = "room (the innermost frame of ours)";
  private static final String PLACE = "method (the innermost frame of ours)";
  private static final String OF_TIME = "share of samples";
  private static final String OF_BYTES = "share of bytes";

  private final Map<String, Long> threads = new HashMap<>();
  private final Map<String, Long> rooms = new HashMap<>();
  private final Map<String, Long> methods = new HashMap<>();
  private long samples;

  private final Map<String, Long> allocatingRooms = new HashMap<>();
  private final Map<String, Long> allocatingPlaces = new HashMap<>();
  private final Map<String, Long> allocatedClasses = new HashMap<>();
  private long allocatedBytes;

  /** The start and the warming up before it are none of the hot path. */
  private Instant since = Instant.EPOCH;

  /** Runs a daemon under load and writes what was found. */
  static void write(Bench bench, Machine machine) throws Exception {
    Profile profile = new Profile();
    int seconds = 3 * bench.options().seconds();
    int port = Bench.freePort();
    Path recording = bench.work().resolve("profile.jfr");
    double cpuUs;
    Load load;
    DaemonUnderTest.Ended ended;
    String options = "-XX:StartFlightRecording:settings=profile,filename=" + recording;
    try (DaemonUnderTest daemon = bench.daemon(port, "", List.of(options))) {
      Load.send(bench.work(), "udp", port, 5, RATE, 0, bench.calls(CALLS));
      profile.since = Instant.now();
      double cpu = daemon.cpuSeconds();
      load = Load.send(bench.work(), "udp", port, seconds, RATE, 0, bench.calls(CALLS));
      cpuUs = (daemon.cpuSeconds() - cpu) * 1e6 / load.messages();
      ended = daemon.end();
    }
    profile.read(recording);
    String text =
        "%s, at %.0f msgs/s, %d lost; %.2f us of CPU a message with the recording on, %d samples of Java code%n"
                .formatted(
                    Instant.now().truncatedTo(ChronoUnit.MINUTES),
                    load.messages() / load.seconds(),
                    ended.lost(),
                    cpuUs,
                    profile.samples)
            + "\n"
            + String.join("\n", machine.lines())
            + "\n"
            + table("thread", OF_TIME, profile.threads, profile.samples)
            + table(ROOM, OF_TIME, profile.rooms, profile.samples)
            + table("method", OF_TIME, profile.methods, profile.samples)
            + "\nWhat is allocated: %d bytes a message, as the recording estimates it.%n"
                .formatted(profile.allocatedBytes / load.messages())
            + table(ROOM, OF_BYTES, profile.allocatingRooms, profile.allocatedBytes)
            + table(PLACE, OF_BYTES, profile.allocatingPlaces, profile.allocatedBytes)
            + table("class", OF_BYTES, profile.allocatedClasses, profile.allocatedBytes);
    replace(bench.options().home().resolve("benchmarks/PROFILE.md"), text);
    System.err.println(text);
  }

  private void read(Path file) throws IOException {
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        String kind = event.getEventType().getName();
        boolean sample =
            kind.equals("jdk.ExecutionSample") || kind.equals("jdk.NativeMethodSample");
        boolean measured = event.getStartTime().isAfter(since);
        if (!measured || event.getStackTrace() == null) {
          continue;
        }
        if (sample && !waits(event)) {
          take(event);
        } else if (kind.equals("jdk.ObjectAllocationSample")) {
          takeAllocation(event);
        }
      }
    }
  }

  /** JFR samples threads that wait inside a system call as if they ran. */
  private static boolean waits(RecordedEvent event) {
    RecordedFrame top = event.getStackTrace().getFrames().get(0);
    String method = top.getMethod().getName();
    return method.equals("epollWait")
        || method.equals("wait")
        || method.equals("poll")
        || method.equals("accept");
  }

  private void take(RecordedEvent event) {
    samples++;
    var thread = event.getThread("sampledThread");
    String name = thread == null ? "?" : String.valueOf(thread.getJavaName());
    threads.merge(name.replaceAll("[:\\d]+$", ""), 1L, Long::sum);
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    methods.merge(name(frames.get(0)), 1L, Long::sum);
    rooms.merge(room(frames), 1L, Long::sum);
  }

  /** A sample stands for all that its thread has allocated since the one before it. */
  private void takeAllocation(RecordedEvent event) {
    long bytes = event.getLong("weight");
    allocatedBytes += bytes;
    List<RecordedFrame> frames = event.getStackTrace().getFrames();
    allocatingRooms.merge(room(frames), bytes, Long::sum);
    allocatedClasses.merge(event.getClass("objectClass").getName(), bytes, Long::sum);
    String place =
        frames.stream().filter(Profile::isOurs).map(Profile::name).findFirst().orElse(ALONE);
    allocatingPlaces.merge(place, bytes, Long::sum);
  }

  private static boolean isOurs(RecordedFrame frame) {
    return frame.getMethod().getType().getName().startsWith("org.sessionwatch.");
  }

  private static String room(List<RecordedFrame> frames) {
    return frames.stream()
        .filter(Profile::isOurs)
        .map(frame -> frame.getMethod().getType().getName())
        .map(type -> type.substring("org.sessionwatch.".length()))
        .map(type -> type.contains(".") ? type.substring(0, type.lastIndexOf('.')) : "wiring")
        .findFirst()
        .orElse(ALONE);
  }

  private static String name(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
  }

  private static String table(String of, String what, Map<String, Long> counts, long all) {
    StringBuilder table = new StringBuilder("\n| " + of + " | " + what + " |\n|---|---|\n");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_LINES)
        .forEach(
            entry ->
                table.append(
                    String.format(
                        Locale.ROOT,
                        "| %s | %.1f %% |%n",
                        entry.getKey(),
                        100.0 * entry.getValue() / all)));
    return table.toString();
  }

  private static void replace(Path file, String text) throws IOException {
    String old =
        Files.exists(file)
            ? Files.readString(file)
            : "# Where the microseconds go\n\n" + BEGIN + END;
    int begin = old.indexOf(BEGIN) + BEGIN.length();
    Files.writeString(file, old.substring(0, begin) + text + old.substring(old.indexOf(END)));
  }
}
