package org.sessionwatch.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.demo.DemoRecording;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;
import org.sessionwatch.store.HistoryStore;
import org.sessionwatch.store.TestDatabase;

/**
 * The calls that were recorded in the lab with real stacks, as rows: the demo's, and those of each
 * of {@code captures/stacks}, each recording a PBX of its name, at the times of their recording.
 *
 * <p>Of {@code pjsip} there is what its Asterisk wrote meanwhile, too: its CDR and CEL, in the
 * tables of {@code sql/asterisk.sql}, and the channels that it named to a daemon by AMI.
 */
final class RecordedHistory {
  /** The call with two legs whose CDR and CEL were recorded, of which one was dropped. */
  static final String WITH_RECORDS = "kate-201@pbx.example";

  private static final List<String> STACKS = List.of("chan_sip", "phones", "jssip", "pjsip");
  private static final Path RECORDINGS = Path.of("src/test/resources/captures/stacks");

  private RecordedHistory() {}

  /** Writes them into a schema made anew. */
  static void write() throws SQLException, RecordingException, IOException {
    try (HistoryStore store =
        TestDatabase.emptyStore(
            Map.of("asterisk", PbxKind.ASTERISK, "kamailio", PbxKind.KAMAILIO))) {
      try (RecordingReader demo = DemoRecording.open("")) {
        store.write(
            effects(
                demo,
                source -> source.captureId() == DemoRecording.KAMAILIO ? "kamailio" : "asterisk"));
      }
      for (String stack : STACKS) {
        try (RecordingReader recording = Recordings.open(RECORDINGS.resolve(stack + ".pcap"))) {
          store.write(effects(recording, source -> stack));
        }
      }
    }
    TestDatabase.ask("DROP TABLE IF EXISTS public.cdr, public.cel");
    TestDatabase.ask(Files.readString(Path.of("../sql/asterisk.sql")));
    TestDatabase.load("public.cdr", RECORDINGS.resolve("pjsip-cdr.csv"));
    TestDatabase.load("public.cel", RECORDINGS.resolve("pjsip-cel.csv"));
  }

  /** What AMI named, by Call-ID. */
  private static Map<String, Channel> channels() throws IOException {
    Map<String, Channel> channels = new HashMap<>();
    for (String line : Files.readAllLines(RECORDINGS.resolve("pjsip-channels.csv"))) {
      String[] field = line.split(",");
      channels.put(field[0], new Channel(field[1], field[2], field[3]));
    }
    return channels;
  }

  private static List<Effect> effects(
      RecordingReader recording, Function<CaptureSource, String> pbx)
      throws RecordingException, IOException {
    Map<String, Channel> channels = channels();
    List<Effect> effects = new ArrayList<>();
    SessionEngine engine =
        new SessionEngine(EngineSettings.withTolerance(Duration.ofSeconds(6)), effects::add);
    long lastUs = 0;
    for (CapturedMessage m = recording.next(); m != null; m = recording.next()) {
      lastUs = m.receivedAtUs();
      if (SipScanner.scan(m.sip()) instanceof SipMessage message) {
        String heardBy = pbx.apply(m.source());
        engine.message(message, heardBy, lastUs);
        Channel channel = channels.get(message.callId());
        if (channel != null) {
          engine.linked(message.callId(), heardBy, channel, lastUs);
        }
      }
    }
    engine.finish(lastUs);
    return effects;
  }
}
