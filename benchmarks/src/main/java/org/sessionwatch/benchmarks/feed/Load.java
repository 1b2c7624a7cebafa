package org.sessionwatch.benchmarks.feed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sessionwatch.benchmarks.process.Child;
import org.sessionwatch.benchmarks.process.Jvm;

/**
 * What the sender sent in one go.
 *
 * @param messages datagrams or frames
 * @param begun calls
 * @param ended calls whose BYE was among them
 * @param seconds how long it took
 */
public record Load(long messages, long begun, long ended, double seconds) {
  private static final Pattern SENT =
      Pattern.compile("sent (\\d+) calls (\\d+) ended (\\d+) micros (\\d+)");
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final int CALLS_IN_PROGRESS = 1_000;

  /** The sender's own collections must be rare and its memory small. */
  private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx128m");

  /**
   * Sends, in a process of its own, and waits for its end.
   *
   * @param way {@code udp} or {@code tcp}
   * @param rate messages a second; 0 for as fast as it goes
   * @param queueBytes see {@link Sender}
   * @param firstCall its calls have numbers from here on
   */
  public static Load send(
      Path work,
      String way,
      int port,
      double seconds,
      double rate,
      long queueBytes,
      int firstCall) {
    return send(work, way, port, seconds, rate, queueBytes, firstCall, false);
  }

  /**
   * As the other one.
   *
   * @param endless whether calls go on for ever, so that all that begin stay open
   */
  public static Load send(
      Path work,
      String way,
      int port,
      double seconds,
      double rate,
      long queueBytes,
      int firstCall,
      boolean endless) {
    try (Child sender = start(work, way, port, seconds, rate, queueBytes, firstCall, endless)) {
      return read(sender.awaitEnd(GRACE.plusMillis((long) (seconds * 1_000))));
    }
  }

  /** Begins to send; {@link #read} reads what the process prints at its end. */
  public static Child start(
      Path work,
      String way,
      int port,
      double seconds,
      double rate,
      long queueBytes,
      int firstCall,
      boolean endless) {
    return Child.start(
        work.resolve("sender.log"),
        Jvm.command(
            OPTIONS,
            Sender.class,
            way,
            Integer.toString(port),
            Double.toString(seconds),
            Double.toString(rate),
            Long.toString(queueBytes),
            Integer.toString(firstCall),
            Integer.toString(endless ? Integer.MAX_VALUE / 4 : CALLS_IN_PROGRESS)));
  }

  /** What both sent. */
  public Load with(Load other) {
    return new Load(
        messages + other.messages,
        begun + other.begun,
        ended + other.ended,
        seconds + other.seconds);
  }

  /** What the sender said. */
  public static Load read(String printed) {
    Matcher sent = SENT.matcher(printed);
    if (!sent.find()) {
      throw new IllegalStateException("the sender did not say what it sent:\n" + printed);
    }
    return new Load(
        Long.parseLong(sent.group(1)),
        Long.parseLong(sent.group(2)),
        Long.parseLong(sent.group(3)),
        Long.parseLong(sent.group(4)) / 1e6);
  }
}
