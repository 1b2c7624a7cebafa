package org.sessionwatch.report;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
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
 */
final class RecordedHistory {
  private static final List<String> STACKS = List.of("chan_sip", "phones", "jssip");

  private RecordedHistory() {}

  /** Writes them into a schema made anew. */
  static void write() throws SQLException, RecordingException {
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
        Path file = Path.of("src/test/resources/captures/stacks/" + stack + ".pcap");
        try (RecordingReader recording = Recordings.open(file)) {
          store.write(effects(recording, source -> stack));
        }
      }
    }
  }

  private static List<Effect> effects(
      RecordingReader recording, Function<CaptureSource, String> pbx) throws RecordingException {
    List<Effect> effects = new ArrayList<>();
    SessionEngine engine =
        new SessionEngine(
            EngineSettings.withTolerance(java.time.Duration.ofSeconds(6)), effects::add);
    long lastUs = 0;
    for (CapturedMessage m = recording.next(); m != null; m = recording.next()) {
      lastUs = m.receivedAtUs();
      if (SipScanner.scan(m.sip()) instanceof SipMessage message) {
        engine.message(message, pbx.apply(m.source()), lastUs);
      }
    }
    engine.finish(lastUs);
    return effects;
  }
}
