package org.sessionwatch.lab;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@code lab/stacks/record chan_sip}, by a real Asterisk 16 with chan_sip, which
 * cannot mirror; and a daemon that looks at its packets. Used by one thread.
 */
final class ChanSip {
  /** How many calls are made; one of them is open at the end. */
  static final int CALLS = 13;

  /** Asterisk 16's start, the calls, and the longest of them goes beyond its expiry. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final String FILE = "chan_sip.pcap";

  private final Lab lab;
  private final Watcher watcher;
  private @Nullable LabProcess calls;
  private @Nullable History history;
  private List<Feed> feeds = List.of();
  private Watcher.@Nullable End end;

  /** Starts the daemon; {@link #awaitReady} waits until it is at work. */
  ChanSip(Lab lab) {
    this.lab = lab;
    watcher = lab.watchChanSip("chan-sip");
  }

  void awaitReady() {
    watcher.awaitReady();
  }

  /** Begins; {@link #settle} waits for the end. */
  void play() {
    calls = lab.start("chan-sip-calls", List.of("stack", "chan_sip", FILE));
  }

  /** Waits until all has been told and is in the database, reads it and ends the daemon. */
  void settle() throws SQLException {
    if (Objects.requireNonNull(calls).awaitExit(LONGEST) != 0) {
      throw new AssertionError("chan_sip's calls did not go as planned; see " + lab.run());
    }
    Instant over = Instant.now();
    try (Connection database = watcher.connect()) {
      LabRun.awaitCount(database, "ended_at IS NOT NULL", CALLS - 1, LabRun.SETTLED_AT_LAST);
      Feed.awaitWrittenAfter(database, over);
      history = History.read(database);
      feeds = Feed.readAll(database);
    }
    end = watcher.stop();
  }

  /** What was on the wire. */
  Path wire() {
    return lab.run().resolve(FILE);
  }

  /** What the daemon made of it. */
  History history() {
    return Objects.requireNonNull(history);
  }

  /** The rows of the table that says which feeds are alive. */
  List<Feed> feeds() {
    return feeds;
  }

  Journal journal() {
    return watcher.journal(1);
  }

  /** How the daemon ended. */
  Watcher.End end() {
    return Objects.requireNonNull(end);
  }
}
