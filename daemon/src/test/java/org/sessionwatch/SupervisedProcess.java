package org.sessionwatch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sessionwatch.config.Environment;

/** What {@link ProcessTest} starts: a daemon with nothing to do but to be supervised. */
final class SupervisedProcess {
  private SupervisedProcess() {}

  /** Waits for a signal; the argument says for how many milliseconds it then goes on working. */
  public static void main(String[] arguments) throws InterruptedException {
    try (Termination termination = Termination.listen(Duration.ofMillis(500));
        Supervisor supervisor =
            Supervisor.ofThisProcess(
                Environment.ofThisProcess(), () -> true, () -> "2 calls\nwatched")) {
      supervisor.ready();
      System.out.println("waiting");
      termination.await();
      new CountDownLatch(1).await(Long.parseLong(arguments[0]), TimeUnit.MILLISECONDS);
      System.out.println("ended");
    }
  }
}
