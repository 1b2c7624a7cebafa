package org.sessionwatch.benchmarks.row;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.feed.DialogMessages;
import org.sessionwatch.benchmarks.process.ThreadTimes;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.config.SessionSettings;
import org.sessionwatch.flow.PbxNames;
import org.sessionwatch.flow.Pipeline;
import org.sessionwatch.flow.PipelineStatus;
import org.sessionwatch.time.SteadyClock;

/**
 * CPU a message with so many open dialogs: {@code DIALOGS SHARDS MESSAGES}. The pipeline without
 * sockets and database; each message is a refresh, or its answer, of a dialog chosen at random.
 */
final class GrowthMain {
  private static final long MOST_WARM_NANOS = 20_000_000_000L;
  private static final int MOST_WAITING = 8_192;
  private static final CaptureSource SOURCE = new CaptureSource(2001, null, "127.0.0.1");

  private final SteadyClock clock = new SteadyClock();
  private final DialogMessages messages = new DialogMessages();
  private final SplittableRandom random = new SplittableRandom(7);
  private final int dialogs;
  private final Pipeline pipeline;

  private GrowthMain(int dialogs, int shards) {
    this.dialogs = dialogs;
    this.pipeline =
        new Pipeline(
            new SessionSettings(Duration.ofSeconds(6), shards),
            new PbxNames(List.of()),
            effect -> {},
            clock);
  }

  public static void main(String[] arguments) {
    GrowthMain growth =
        new GrowthMain(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    growth.run(Integer.parseInt(arguments[2]));
    System.exit(0);
  }

  private void run(int count) {
    long startUs = clock.nowUs();
    for (int call = 0; call < dialogs; call++) {
      pipeline.restore(List.of(Farm.dialog(call, any -> startUs)));
    }
    pipeline.start();
    warmUp(count);
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    ThreadTimes threads = ThreadTimes.of("self");
    long began = System.nanoTime();
    send(count);
    PipelineStatus status = pipeline.status();
    print("cpu_us", (system.getProcessCpuTime() - cpu) / 1e3 / count);
    print("rate", count / ((System.nanoTime() - began) / 1e9));
    ThreadTimes spent = ThreadTimes.of("self").since(threads);
    print("collector_us", spent.us("the collector", count));
    print("engine_us", spent.us("the engine", count));
    print("compiler_us", spent.us("the JVM's compiler", count));
    print("open", status.openDialogs());
    print("lost", status.dropped() + status.unplaced());
  }

  /** See {@link WarmUp}. */
  private void warmUp(int count) {
    long began = System.nanoTime();
    long stretch;
    ThreadTimes before;
    do {
      stretch = System.nanoTime();
      before = ThreadTimes.of("self");
      send(count);
    } while (!WarmUp.isAtRest(
            ThreadTimes.of("self").since(before), (System.nanoTime() - stretch) / 1e9)
        && System.nanoTime() - began < MOST_WARM_NANOS);
  }

  private static void print(String name, double figure) {
    System.out.printf(Locale.ROOT, "%s=%.3f%n", name, figure);
  }

  /** Waits for the shards rather than overrun them, and at the end until all is handled. */
  private void send(int count) {
    for (int i = 0; i < count; i += 2) {
      int call = random.nextInt(dialogs);
      tell(messages.update(call));
      tell(messages.updated(call));
      if (i % 1_024 == 0) {
        while (pipeline.status().waiting() > MOST_WAITING) {
          Thread.onSpinWait();
        }
      }
    }
    while (pipeline.status().waiting() > 0) {
      Bench.rest(1);
    }
  }

  private void tell(byte[] sip) {
    long nowUs = clock.nowUs();
    pipeline.accept(new CapturedMessage(SOURCE, nowUs, nowUs, null, null, sip));
  }
}
