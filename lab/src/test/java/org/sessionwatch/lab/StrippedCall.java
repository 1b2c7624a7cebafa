package org.sessionwatch.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call from a phone without session timers to an Asterisk that always wants one, through two
 * Kamailios: one at the edge, which mirrors, and one before Asterisk, which takes everything about
 * timers out, both ways. The daemon hears the edge alone, and may ask that Asterisk. Used by one
 * thread.
 */
final class StrippedCall {
  static final String CALL_ID = "stripped@lab";

  private static final String EDGE = "127.0.0.1";
  private static final String CAPTURE_ID = "2003";

  private final Lab lab;
  private final LabPorts ports = LabPorts.pick();
  private final Path folder;
  private final Watcher watcher;
  private @Nullable LabProcess capture;
  private @Nullable LabProcess caller;
  private @Nullable History history;
  private Watcher.@Nullable End end;

  /** Starts the daemon; {@link #awaitReady} waits until all is at work. */
  StrippedCall(Lab lab) throws IOException {
    this.lab = lab;
    folder = lab.beside("stripped", ports);
    watcher = lab.watchStripped(folder, "daemon", ports);
  }

  void awaitReady() {
    watcher.awaitReady();
    capture =
        lab.start(
            folder, "wire", List.of("capture", "wire.pcap", "udp port " + ports.asteriskSip()));
    capture.awaitOutput("listening on lo");
    String mirrored = "sip:127.0.0.1:" + ports.daemon();
    LabProcess edge =
        lab.start(folder, "edge", List.of("mirror", "edge", EDGE, mirrored, CAPTURE_ID, "HEP"));
    LabProcess strip = lab.start(folder, "strip", List.of("strip"));
    LabProcess asterisk = lab.start(folder, "asterisk", List.of("asterisk"));
    edge.awaitPort(EDGE, ports.mirrorSip());
    strip.awaitPort("127.0.0.1", ports.phone());
    asterisk.awaitOutput("Asterisk Ready.");
    asterisk.awaitOutput("Manager 'sessionwatch' logged on");
  }

  /** Begins; {@link #settle} waits for the end. */
  void play() {
    List<String> part = List.of("sipp", "leo", "without-timer", "-s", "8011", "-d", "5000");
    List<String> call = List.of("-cid_str", CALL_ID);
    List<String> where = List.of(EDGE + ":" + ports.mirrorSip());
    caller = lab.start(folder, "leo", Story.joined(part, call, Story.keys("leo", "uac"), where));
  }

  /** Waits until all is in the database and ends the daemon. */
  void settle() throws SQLException {
    if (Objects.requireNonNull(caller).awaitExit(Story.LONGEST) != 0) {
      throw new AssertionError("the call did not go as its scenario says; see " + folder);
    }
    try (Connection database = watcher.connect()) {
      LabRun.awaitCount(
          database, "ended_at IS NOT NULL AND hangup_cause IS NOT NULL", 1, LabRun.SETTLED_AT_LAST);
      history = History.read(database);
    }
    Objects.requireNonNull(capture).stop();
    end = watcher.stop();
  }

  /** What passed between the proxy that takes timers out and Asterisk. */
  Path wire() {
    return folder.resolve("wire.pcap");
  }

  /** What the daemon made of it. */
  History history() {
    return Objects.requireNonNull(history);
  }

  /** What the daemon told in its journal. */
  Journal journal() {
    return watcher.journal(1);
  }

  /** How the daemon ended. */
  Watcher.End end() {
    return Objects.requireNonNull(end);
  }
}
