package org.sessionwatch.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Each way to mirror from its real sender, to one daemon, beside the stories: a Kamailio for each
 * {@link Sender}, sngrep with a recording, and the stories' PBXs with {@link SkewedClocks}. Used by
 * one thread.
 */
final class Senders {
  /** How many calls sngrep's recording has. */
  static final int RECORDED = 5;

  /**
   * All but the story whose end is told by the manager interface alone, which this daemon lacks.
   */
  private static final int ENDED = LabRun.DIALOGS - 1 + Sender.values().length + RECORDED;

  private final Lab lab;
  private final Watcher watcher;
  private final Map<Sender, LabProcess> mirrors = new EnumMap<>(Sender.class);
  private final Map<Sender, LabProcess> callers = new EnumMap<>(Sender.class);
  private final LabProcess stunnel;
  private @Nullable LabProcess sngrep;
  private @Nullable History history;
  private List<Feed> feeds = List.of();
  private Watcher.@Nullable End end;
  private @Nullable Recording mirrored;

  /** Starts all; {@link #awaitReady} waits until it is at work. */
  Senders(Lab lab) {
    this.lab = lab;
    watcher = lab.watchSenders("senders");
    stunnel = lab.start("stunnel", List.of("stunnel"));
    for (Sender sender : Sender.values()) {
      mirrors.put(sender, lab.start(sender.slug(), sender.mirror(lab.ports())));
    }
  }

  void awaitReady() throws IOException {
    stunnel.awaitOutput("Configuration successful");
    mirrors.forEach(
        (sender, mirror) -> mirror.awaitPort(sender.address(), lab.ports().mirrorSip()));
    watcher.awaitReady();
    openConnections();
  }

  /** Or the first messages of a call would wait for the handshake, and be heard late. */
  private void openConnections() throws IOException {
    for (Sender sender : Sender.values()) {
      OptionsPing.send(sender.address(), lab.ports().mirrorSip(), sender.pingCallId());
    }
    stunnel.awaitOutput("Certificate accepted");
  }

  /** Begins the calls, and sends the recording; {@link #settle} waits for their end. */
  void play() throws IOException {
    lab.start("phone", Sender.phone(lab.ports()));
    for (Sender sender : Sender.values()) {
      callers.put(sender, lab.start("call-" + sender.slug(), sender.caller(lab.ports())));
    }
    Files.copy(lab.phones(), lab.run().resolve("phones.pcap"));
    List<String> part = List.of("sngrep", "phones.pcap", String.valueOf(lab.ports().senders()));
    sngrep = lab.start("sngrep", part);
  }

  /** Waits until all has been told and is in the database, reads it and ends the daemon. */
  void settle() throws SQLException {
    callers.forEach(
        (sender, caller) -> {
          if (caller.awaitExit(Story.LONGEST) != 0) {
            throw new AssertionError("not as its scenario says: the call through " + sender);
          }
        });
    if (Objects.requireNonNull(sngrep).awaitExit(Story.LONGEST) != 0) {
      throw new AssertionError("sngrep failed; see " + lab.run());
    }
    Instant over = Instant.now();
    try (Connection database = watcher.connect()) {
      LabRun.awaitCount(database, "ended_at IS NOT NULL", ENDED, LabRun.SETTLED_AT_LAST);
      Feed.awaitWrittenAfter(database, over);
      history = History.read(database);
      feeds = Feed.readAll(database);
    }
    end = watcher.stop();
  }

  /**
   * What this daemon made of the calls through the {@link Sender}s, of sngrep's and the stories'.
   */
  History history() {
    return Objects.requireNonNull(history);
  }

  /** The rows of the table that says which feeds are alive. */
  List<Feed> feeds() {
    return feeds;
  }

  /** What went to and from this Kamailio. */
  List<SipPacket> wire(Sender sender) {
    return Story.joined(mirrored().call(sender.pingCallId()), mirrored().call(sender.callId()));
  }

  /** What passed through the Kamailios; to be asked when the captures have ended. */
  Recording mirrored() {
    if (mirrored == null) {
      mirrored = Recording.read(lab.mirrored());
    }
    return mirrored;
  }

  Journal journal() {
    return watcher.journal(1);
  }

  /** How the daemon ended. */
  Watcher.End end() {
    return Objects.requireNonNull(end);
  }
}
