package org.sessionwatch;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.capture.replay.HepReplay;
import org.sessionwatch.cli.ExitCode;
import org.sessionwatch.config.HepSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.PbxRules;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.Settings;
import org.sessionwatch.demo.DemoConsole;
import org.sessionwatch.demo.DemoRecording;
import org.sessionwatch.demo.Prologue;
import org.sessionwatch.flow.PbxNames;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.store.HistoryStore;
import org.sessionwatch.time.Clock;
import org.sessionwatch.time.SteadyClock;

/** {@code demo}: the daemon on the embedded database, hearing the recording over loopback. */
final class DemoBody {
  private static final Duration PATIENCE = Duration.ofMillis(4_500);

  /** After the last message: the engine settles what was answered last, the writer writes it. */
  private static final Duration AFTERMATH = Duration.ofSeconds(3);

  private final Settings settings;
  private final PrintStream out;
  private final Clock clock = new SteadyClock();
  private final String run = "-" + clock.nowUs() / 1_000_000;

  private DemoBody(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  static int run(Settings defaults, PrintStream out) throws Exception {
    return new DemoBody(ofItsOwn(defaults), out).run();
  }

  /** A free port, so that a running daemon is not disturbed, and the PBXs of the recording. */
  private static Settings ofItsOwn(Settings defaults) {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Settings(
        new HepSettings(List.of(anyPort), null, 1 << 20),
        List.of(),
        defaults.session(),
        List.of(
            pbx("asterisk", PbxKind.ASTERISK, DemoRecording.ASTERISK),
            pbx("kamailio", PbxKind.KAMAILIO, DemoRecording.KAMAILIO)),
        null,
        defaults.stateDirectory(),
        null);
  }

  private static PbxSettings pbx(String name, PbxKind kind, long captureId) {
    return new PbxSettings(name, kind, PbxRules.captureIds(List.of(captureId)), null, null);
  }

  private int run() throws Exception {
    out.println(
        "Starting the daemon and its own PostgreSQL in " + settings.stateDirectory() + " ...");
    try (Termination termination = Termination.listen(PATIENCE);
        Daemon daemon =
            Daemon.start(
                settings,
                clock,
                new Daemon.Surroundings(
                    where -> new Database.Opening(() -> opened(where), () -> {}),
                    List.of(new DemoConsole(out)),
                    List.of()))) {
      explain(daemon);
      play(daemon, termination);
      farewell(daemon);
    }
    return ExitCode.OK.number();
  }

  /** The recording's beginning is history when the daemon looks into its database. */
  private Database opened(Settings where) {
    Database database = Database.open(where);
    try (RecordingReader recording = DemoRecording.open(run)) {
      EngineSettings engine = EngineSettings.withTolerance(where.session().tolerance());
      Prologue prologue = new Prologue(engine, new PbxNames(where.pbxs())::of);
      HistoryStore store = database.store();
      store.write(leftByAnEarlierDemo(store));
      store.write(prologue.read(recording, clock.nowUs()));
      return database;
    } catch (RecordingException e) {
      database.close();
      throw new UncheckedIOException(e);
    }
  }

  /** A demonstration that was ended early left its calls open; nobody will hear of them again. */
  private static List<Effect> leftByAnEarlierDemo(HistoryStore store) {
    return store.openDialogs().stream()
        .<Effect>map(open -> new Effect.Forgotten(open.dialog()))
        .toList();
  }

  private void explain(Daemon daemon) {
    out.println();
    out.println(
        "This is a recording of a real Asterisk 22 and a real Kamailio, played as live HEP to "
            + SocketAddresses.text(daemon.addresses().get(0))
            + ".");
    out.printf(
        "%d calls are up already, taken over from the database as after a restart. Their session%n",
        daemon.database().store().openDialogs().size());
    out.println(
        "interval is 90 s, so a refresh is due every 45 s; the first alert comes in half a"
            + " minute.");
    out.println("It takes about two minutes; Ctrl-C ends it earlier.");
    out.println();
  }

  private void play(Daemon daemon, Termination termination) throws Exception {
    HepReplay replay = new HepReplay(daemon.addresses().get(0), null, clock);
    AtomicReference<Exception> failed = new AtomicReference<>();
    Thread player =
        new Thread(
            () -> {
              try (RecordingReader recording = DemoRecording.open(run)) {
                replay.run(recording, DemoRecording.LIVE_FROM, (soFar, position) -> {});
                CompletableFuture.delayedExecutor(AFTERMATH.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(termination::ask);
              } catch (Exception e) {
                failed.set(e);
                termination.ask();
              }
            },
            "demo-player");
    player.setDaemon(true);
    player.start();
    termination.await();
    replay.stop();
    if (failed.get() != null) {
      throw failed.get();
    }
  }

  private void farewell(Daemon daemon) throws InterruptedException {
    daemon.writer().awaitFlushed(Duration.ofSeconds(1));
    out.println();
    out.println("The end. " + daemon.status() + ".");
    out.println(
        "The history of these calls is in the database, which goes on for you to look into it:");
    out.println("  " + daemon.database().psql());
    out.println("  SELECT * FROM sessionwatch.call_reliability;");
    out.println(
        "  SELECT kind, raised_at, cleared_at, detail FROM sessionwatch.alert ORDER BY raised_at;");
    out.println(
        "End it with: " + daemon.database().keepRunning() + "   (the next demo ends it too)");
  }
}
