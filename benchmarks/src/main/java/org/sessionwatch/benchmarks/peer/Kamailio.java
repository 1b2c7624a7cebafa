package org.sessionwatch.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.process.Child;
import org.sessionwatch.benchmarks.process.Postgres;
import org.sessionwatch.benchmarks.process.ProcessTree;

/**
 * Kamailio as a capture node, from Debian's packages in the chroot, writing to the same PostgreSQL.
 */
public final class Kamailio implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);
  private static final long START_MS = 1_500;

  private final Child child;

  private Kamailio(Child child) {
    this.child = child;
  }

  /** Starts one on an empty table. */
  public static Kamailio start(Bench bench, int port) throws Exception {
    Postgres postgres = bench.postgres();
    postgres.execute(resource("sip_capture.sql"));
    String url = postgres.settings().url();
    Path directory = bench.directory("kamailio");
    String configuration =
        resource("kamailio.cfg")
            .replace("@BUFFER@", Integer.toString(Bench.BUFFER_BYTES))
            .replace("@PORT@", Integer.toString(port))
            .replace("@USER@", String.valueOf(postgres.settings().user()))
            .replace("@PASSWORD@", postgres.password())
            .replace("@DATABASE_PORT@", postgres.port())
            .replace("@DATABASE@", url.substring(url.lastIndexOf('/') + 1));
    Files.writeString(directory.resolve("kamailio.cfg"), configuration);
    Child child =
        Child.start(
            directory.resolve("kamailio.log"),
            List.of(
                bench.options().home().resolve("lab/inside").toString(),
                bench.options().peers(),
                directory.toString(),
                "kamailio",
                "-DD",
                "-E",
                "-m",
                "64",
                "-M",
                "8",
                "-Y",
                "/lab",
                "-P",
                "/lab/pid",
                "-f",
                "/lab/kamailio.cfg"));
    Bench.rest(START_MS);
    if (!child.isAlive()) {
      throw new IllegalStateException("Kamailio does not start:\n" + child.printed());
    }
    return new Kamailio(child);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Kamailio.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** CPU seconds of all its processes until now, without PostgreSQL. */
  public double cpuSeconds() {
    return ProcessTree.cpuSeconds(child.pid());
  }

  /** What it has logged until now. */
  public String log() {
    return child.printed();
  }

  @Override
  public void close() {
    child.endInput();
    try {
      child.awaitEnd(END);
    } catch (IllegalStateException e) {
      child.close(); // its exit status is of no interest
    }
  }
}
