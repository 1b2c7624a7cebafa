package org.sessionwatch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sessionwatch.benchmarks.feed.CallFeed;
import org.sessionwatch.benchmarks.feed.CaptureFile;
import org.sessionwatch.benchmarks.process.GcLog;
import org.sessionwatch.benchmarks.process.ProcessTree;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.hep.HepDatagram;
import org.sessionwatch.capture.hep.HepDecoder;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/** That what the benchmarks measure with is sound; nothing is measured here. */
class SmokeTest {
  private static final Path HOME = Path.of("..");

  @TempDir Path directory;

  @Test
  void theFeedIsHepAroundSipThatIsSound() {
    CallFeed feed = CallFeed.ofHep(100, 2);
    HepDecoder decoder = new HepDecoder(null);
    for (int i = 0; i < 20 * feed.cycleLength(); i++) {
      feed.next();
      HepDatagram datagram = decoder.decode(feed.bytes(), 0, feed.length(), 0);
      assertThat(datagram).isInstanceOf(HepDatagram.Sip.class);
      byte[] sip = ((HepDatagram.Sip) datagram).sip();
      assertThat(SipScanner.scan(sip)).isInstanceOf(SipMessage.class);
    }
  }

  @Test
  void eachCallOfTheFeedIsEstablishedRefreshedAndEnded() {
    Map<String, Integer> effects = new HashMap<>();
    SessionEngine engine =
        new SessionEngine(
            EngineSettings.withTolerance(EngineSettings.DEFAULT_TOLERANCE),
            effect -> effects.merge(effect.getClass().getSimpleName(), 1, Integer::sum));
    CallFeed feed = CallFeed.ofSip(1, 10);
    long nowUs = 1_700_000_000_000_000L;
    while (feed.ended() < 600) {
      feed.next();
      nowUs += 1_000;
      engine.message((SipMessage) SipScanner.scan(feed.bytes().clone()), "farm", nowUs);
    }
    engine.finish(nowUs + 5_000_000);
    // Calls 1 to 600 ended, the last one perhaps unanswered; 512 was dropped by its timer.
    assertThat(effects.get(Effect.Ended.class.getSimpleName())).isEqualTo(600);
    assertThat(effects.get(Effect.Established.class.getSimpleName())).isGreaterThanOrEqualTo(600);
    assertThat(effects.get(Effect.Refreshed.class.getSimpleName())).isGreaterThanOrEqualTo(600);
    assertThat(effects).containsKey(Effect.AlertRaised.class.getSimpleName());
  }

  @Test
  void theCaptureFileIsRead() throws Exception {
    Path file = directory.resolve("feed.pcap");
    long messages = CaptureFile.ofBytes(file, 200_000);
    List<String> read = new ArrayList<>();
    try (var recording = Recordings.open(file)) {
      for (var next = recording.next(); next != null; next = recording.next()) {
        read.add(((SipMessage) SipScanner.scan(next.sip())).callId());
      }
    }
    assertThat(read).hasSize((int) messages);
  }

  @Test
  void theCollectorsLogIsRead() throws Exception {
    Path log = directory.resolve("gc.log");
    Files.writeString(
        log,
        """
        [0.100s] GC(0) Eden: 1000K(8704K)->0K(8704K) From: 0K(1088K)->600K(1088K)
        [0.101s] GC(0) Pause Young (Allocation Failure) 8M->2M(31M) 4.125ms
        """);
    assertThat(GcLog.since(log, 0))
        .isEqualTo(new GcLog(1_024_000, 4.125, "Pause Young (Allocation Failure)", 1, 4.125));
    assertThat(GcLog.since(log, GcLog.mark(log))).isEqualTo(new GcLog(0, 0, "", 0, 0));
  }

  @Test
  void theLogOfG1IsRead() throws Exception {
    Path log = directory.resolve("g1.log");
    Files.writeString(
        log,
        """
        [0.010s] Heap Region Size: 2M
        [0.100s] GC(0) Eden regions: 5->0(6)
        [0.101s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 10M->2M(32M) 3.500ms
        [0.200s] GC(1) Pause Remark 20M->20M(32M) 7.250ms
        """);
    assertThat(GcLog.since(log, 0)).isEqualTo(new GcLog(10 << 20, 7.25, "Pause Remark", 2, 10.75));
  }

  @Test
  void peersAndPartsRunUnderTheLaunchersOptions() throws Exception {
    assertThat(Files.readString(HOME.resolve("sessionwatch"))).contains(Bench.DAEMON_JVM);
  }

  @Test
  void thisProcessHasUsedTheProcessorAndMemory() {
    long pid = ProcessHandle.current().pid();
    assertThat(ProcessTree.cpuSeconds(pid)).isPositive();
    assertThat(ProcessTree.residentBytes(pid)).isGreaterThan(1 << 20);
  }

  @Test
  void spreadsAndVerdicts() {
    Outcome outcome =
        new Outcome("goal", "1", "2", List.of(0.5, 0.7, 0.6), 0.6, true, "nothing", "");
    assertThat(outcome.line(1))
        .isEqualTo(
            "| 1 | goal | 1 | 2 | 0.600 (0.500 to 0.700) | nothing | **pass**, 1.00 x better than asked |");
    assertThat(Outcome.missing("goal", "why").verdict()).isEqualTo("not measured");
  }

  @Test
  void theCommandLineNamesRowsAndLimits() {
    Options options = Options.of(new String[] {"1", "5", "--rounds", "2"}, HOME, directory, "");
    assertThat(options.rows()).containsExactly(1, 5);
    assertThat(options.rounds()).isEqualTo(2);
    assertThat(Options.of(new String[0], HOME, directory, "").rows()).hasSize(12);
    assertThatThrownBy(() -> Options.of(new String[] {"13"}, HOME, directory, ""))
        .hasMessage("13: \"13\" is not a number from 1 to 12");
  }
}
