package org.sessionwatch.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.Secret;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of the daemon's own, kept in its state directory from run to run.
 *
 * <p>Started and closed by one thread. While it is open, a server that was killed is started again.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** Long enough to recover from a crash on a slow disk. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int PORT_TRIES = 10;
  private static final String PORT_TAKEN = "could not create any TCP/IP sockets";

  private final Layout layout;
  private final StateLock lock;
  private final Path server;
  private final ServerAccount account;
  private final Secret password;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile int port;
  private volatile Postmaster postmaster;

  private EmbeddedDatabase(Layout layout, StateLock lock) throws IOException, InterruptedException {
    this.layout = layout;
    this.lock = lock;
    this.server = ServerBinaries.unpack(layout);
    this.account = ServerAccount.choose(layout, server);
    new Leftovers(layout, server, account).clear(new Ports(layout).last());
    this.password = new Cluster(layout, server, account).prepare();
    this.postmaster = launch();
  }

  /**
   * Starts the server of the given state directory, which is made with all that is in it when it is
   * missing. Blocks until the server takes connections: about a second, three at the first time.
   *
   * @throws StoreException of kind EMBEDDED: another daemon uses the directory, it is another
   *     release's, it belongs to another user, or the server does not start
   */
  public static EmbeddedDatabase start(Path stateDirectory) {
    Layout layout = Layout.in(stateDirectory);
    StateLock lock = StateLock.take(layout);
    try {
      EmbeddedDatabase database = new EmbeddedDatabase(layout, lock);
      Thread supervisor = new Thread(database::supervise, "embedded-postgres");
      supervisor.setDaemon(true);
      supervisor.start();
      return database;
    } catch (IOException | InterruptedException | RuntimeException e) {
      release(lock);
      throw told(layout, e);
    }
  }

  /** Where it is and how to get in, as if it were configured. */
  public DatabaseSettings settings() {
    String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.NAME);
    return new DatabaseSettings(url, Cluster.NAME, password);
  }

  /** The command line to look into it by hand, as the daemon's user or root. */
  public String psql() {
    return "psql \"host=127.0.0.1 port=%d user=%s dbname=%s passfile=%s\""
        .formatted(port, Cluster.NAME, Cluster.NAME, quote(layout.passwordFile()));
  }

  /**
   * Leaves the server running and lets go of it, instead of {@link #close}: for someone to look
   * into it. The next start in the same state directory ends it.
   *
   * @return the command line that ends it before that
   */
  public String leaveRunning() {
    closing.countDown();
    release(lock);
    return "kill " + postmaster.pid();
  }

  /** Stops the server; it takes a fraction of a second and 3 s at most. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!postmaster.stop(server, account, STOP_TIMEOUT)) {
        LOG.warn("The embedded PostgreSQL does not stop; the next start will see to it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      release(lock);
    }
  }

  /** Tries another port when somebody takes the chosen one in the meantime. */
  private Postmaster launch() throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      port = tries == 1 ? new Ports(layout).choose() : new Ports(layout).chooseAnother();
      try {
        return launchOn(port);
      } catch (StoreException e) {
        if (tries == PORT_TRIES || !e.getMessage().contains(PORT_TAKEN)) {
          throw e;
        }
      }
    }
  }

  private Postmaster launchOn(int port) throws IOException, InterruptedException {
    new Configuration(layout, account).write(port);
    Postmaster started = Postmaster.launch(layout, server, account);
    if (started.awaitReady(START_TIMEOUT)) {
      return started;
    }
    started.stop(server, account, STOP_TIMEOUT);
    throw new StoreException(
        Kind.EMBEDDED,
        "the embedded PostgreSQL in %s does not start (%s)"
            .formatted(layout.base(), started.lastWord()));
  }

  /** Nobody else would start it again after it was killed. */
  private void supervise() {
    try {
      while (true) {
        postmaster.awaitEnd();
        if (isClosing(Duration.ZERO)) {
          return;
        }
        LOG.error("The embedded PostgreSQL ended ({}): starting it again", postmaster.end());
        restart();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restart() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (!isClosing(pause)) {
      try {
        new Leftovers(layout, server, account).clear(port);
        // The pools know this port.
        postmaster = launchOn(port);
        LOG.info("The embedded PostgreSQL runs again");
        if (isClosing(Duration.ZERO)) {
          postmaster.stop(server, account, STOP_TIMEOUT);
        }
        return;
      } catch (IOException | RuntimeException e) {
        LOG.warn("{}; trying again", told(layout, e).getMessage());
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      }
    }
  }

  private boolean isClosing(Duration wait) throws InterruptedException {
    return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static StoreException told(Layout layout, Exception e) {
    if (e instanceof StoreException told) {
      return told;
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new StoreException(
        Kind.EMBEDDED,
        "the embedded PostgreSQL in %s does not start (%s)"
            .formatted(layout.base(), e.getMessage()),
        e);
  }

  private static void release(StateLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.debug("Cannot close the lock file", e);
    }
  }

  private static String quote(Path path) {
    String text = path.toString();
    return text.contains(" ") || text.contains("'") ? "'" + text.replace("'", "\\'") + "'" : text;
  }
}
