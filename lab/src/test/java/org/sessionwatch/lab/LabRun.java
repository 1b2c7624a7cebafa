package org.sessionwatch.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * All stories played once, whatever number of test classes ask about them, with seven daemons
 * watching: one from the start to the end, one that is ended and started again while the calls are
 * up, one that hears no HEP but looks at the packets on loopback, one that hears each way to
 * mirror: {@link Senders}, one that looks at those of {@link ChanSip}, one of {@link CallRecords}
 * and one of {@link StrippedCall}. Each has its own database.
 */
final class LabRun implements AutoCloseable {
  /** Each story's call, and the second leg of one. */
  static final int DIALOGS = Story.values().length + 1;

  /** Well before the first refresh, of which the restarted daemon shall miss nothing. */
  private static final Duration QUIET_AT_LAST = Duration.ofSeconds(30);

  /** A BYE is judged a second after it came, then rows are written; the rest is margin. */
  static final Duration SETTLED_AT_LAST = Duration.ofSeconds(15);

  private static final String ALL_ENDED = "ended_at IS NOT NULL AND hangup_cause IS NOT NULL";

  private final Lab lab;
  private final Watcher live;
  private final Watcher restarted;
  private final Watcher packets;
  private final Senders senders;
  private final ChanSip chanSip;
  private final CallRecords records;
  private final StrippedCall stripped;
  private final AlertListener alerts;
  private final AmiTap ami;
  private final History history;
  private final History historyRestarted;
  private final History historyOfPackets;
  private final Watcher.End end;
  private final Watcher.End endRestarted;
  private final Watcher.End endOfPackets;
  private final Recording recording;
  private final AnalyzeRun wire;
  private final AnalyzeRun heard;
  private final Report report;
  private Watcher.@Nullable End interruption;

  private LabRun(Lab lab) throws SQLException, IOException {
    this.lab = lab;
    live = lab.watch("live", lab.ports().daemon(), "udp");
    restarted = lab.watch("restarted", lab.ports().restarted(), "tcp");
    packets = lab.watchPackets("packets");
    senders = new Senders(lab);
    chanSip = new ChanSip(lab);
    records = new CallRecords(lab);
    stripped = new StrippedCall(lab);
    live.awaitReady();
    restarted.awaitReady();
    packets.awaitReady();
    senders.awaitReady();
    chanSip.awaitReady();
    records.awaitReady();
    stripped.awaitReady();
    try (AlertListener listener = new AlertListener(live.connect());
        AmiTap tap = lab.tapAmi()) {
      alerts = listener;
      ami = tap;
      lab.play(this::restart, Story.values());
      history = settled(live);
      historyRestarted = settled(restarted);
      historyOfPackets = settled(packets);
      senders.settle();
      records.settle();
      stripped.settle();
      chanSip.settle();
    }
    end = live.stop();
    endRestarted = restarted.stop();
    endOfPackets = packets.stop();
    lab.endCaptures();
    recording = Recording.read(lab.wire());
    wire = AnalyzeRun.of(lab.sessionwatch(), lab.wire());
    heard = AnalyzeRun.of(lab.sessionwatch(), lab.heard());
    report = new Report(this);
    report.write(Path.of("target", "lab-report.md"));
  }

  /** Ends a daemon and starts it again when all calls are up and nothing is about to happen. */
  private void restart() {
    try {
      try (Connection database = restarted.connect()) {
        awaitCount(database, "established_at IS NOT NULL", DIALOGS, QUIET_AT_LAST);
        chanSip.play();
        records.play();
        stripped.play();
        senders.play(); // not with the stories' own beginning: that is a burst already
        awaitCount(database, ALL_ENDED, 1, QUIET_AT_LAST);
      }
      interruption = restarted.stop();
      restarted.start();
      restarted.awaitReady();
    } catch (SQLException e) {
      throw new AssertionError("the daemon's database is not to be had", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static History settled(Watcher watcher) throws SQLException {
    try (Connection database = watcher.connect()) {
      awaitCount(database, ALL_ENDED, DIALOGS, SETTLED_AT_LAST);
      return History.read(database);
    }
  }

  /** Where it does not come to that in time, the tests tell better what is missing. */
  static void awaitCount(Connection database, String condition, int count, Duration atMost) {
    try {
      await()
          .pollInterval(Duration.ofMillis(200))
          .atMost(atMost)
          .until(() -> History.count(database, condition) == count);
    } catch (ConditionTimeoutException e) {
      System.err.println("lab: not " + count + " dialogs with " + condition + " in " + atMost);
    }
  }

  Lab lab() {
    return lab;
  }

  /** What the parties said. */
  Recording recording() {
    return recording;
  }

  /** The rows of the daemon that watched from the start to the end. */
  History history() {
    return history;
  }

  /** The rows of the daemon that was ended and started again. */
  History historyRestarted() {
    return historyRestarted;
  }

  /** The rows of the daemon that looked at packets. */
  History historyOfPackets() {
    return historyOfPackets;
  }

  /** What the daemon that looked at packets told in its journal. */
  Journal journalOfPackets() {
    return packets.journal(1);
  }

  /** What the daemon made of it that hears each way to mirror. */
  Senders senders() {
    return senders;
  }

  /** What the daemon made of chan_sip's calls that looked at its packets. */
  ChanSip chanSip() {
    return chanSip;
  }

  /** What Asterisk and a daemon have left of calls in one database. */
  CallRecords records() {
    return records;
  }

  /** What a daemon made of a call whose timer a proxy takes out. */
  StrippedCall stripped() {
    return stripped;
  }

  /** What the daemon that watched from the start to the end told by NOTIFY. */
  AlertListener alerts() {
    return alerts;
  }

  /** What Asterisk told of hang-ups. */
  AmiTap ami() {
    return ami;
  }

  /** What the daemon that watched from the start to the end told in its journal. */
  Journal journal() {
    return live.journal(1);
  }

  /** What the other one told in its first or second run. */
  Journal journalRestarted(int number) {
    return restarted.journal(number);
  }

  /** How the first run of the restarted daemon ended. */
  Watcher.End interruption() {
    return Objects.requireNonNull(interruption);
  }

  /** How all runs of all daemons ended. */
  List<Watcher.End> ends() {
    return List.of(
        interruption(),
        end,
        endRestarted,
        endOfPackets,
        senders.end(),
        chanSip.end(),
        records.end(),
        stripped.end());
  }

  /** What analyze made of the SIP on the wire. */
  AnalyzeRun wire() {
    return wire;
  }

  /** What analyze made of the HEP that the daemons heard. */
  AnalyzeRun heard() {
    return heard;
  }

  /** The Call-ID of the leg from Asterisk to the phone in {@link Story#TWO_LEGS}. */
  String secondLeg() {
    List<String> calls = recording.callsFrom(lab.ports().asteriskSip());
    if (calls.size() != 1) {
      throw new AssertionError("Asterisk should have called once, but: " + calls);
    }
    return calls.get(0);
  }

  private static LabRun playAll() throws SQLException, IOException {
    Lab lab = Lab.start();
    try {
      return new LabRun(lab);
    } catch (SQLException | IOException | RuntimeException | Error e) {
      lab.close();
      throw e;
    }
  }

  @Override
  public void close() {
    report.print();
    lab.close();
  }

  /** A run, or why there is none: every test is told, and none tries again. */
  private record Attempt(@Nullable LabRun run, @Nullable Throwable failure)
      implements AutoCloseable {
    static Attempt make() {
      try {
        return new Attempt(playAll(), null);
      } catch (SQLException | IOException | RuntimeException | Error e) {
        return new Attempt(null, e);
      }
    }

    LabRun get() {
      if (run == null) {
        throw new IllegalStateException("the stories could not be played", failure);
      }
      return run;
    }

    @Override
    public void close() {
      if (run != null) {
        run.close();
      }
    }
  }

  /** Gives tests the one run of this JVM and ends it with the last of them. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == LabRun.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(LabRun.class))
          .computeIfAbsent(LabRun.class, key -> Attempt.make(), Attempt.class)
          .get();
    }
  }
}
