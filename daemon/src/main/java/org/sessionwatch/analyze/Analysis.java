package org.sessionwatch.analyze;

import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.Copies;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.Malformed;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScan;
import org.sessionwatch.sip.SipScanner;

/** The engine, fed in the recording's own time. */
final class Analysis {
  private final Verdicts verdicts = new Verdicts();
  private final Copies copies = new Copies();
  private final SessionEngine engine;
  private long messages;
  private long malformed;
  private long lastUs = Long.MIN_VALUE;

  Analysis(EngineSettings settings) {
    this.engine = new SessionEngine(settings, verdicts);
  }

  void message(CapturedMessage captured) {
    lastUs = Math.max(lastUs, captured.receivedAtUs());
    SipScan scan = SipScanner.scan(captured.sip());
    if (scan instanceof SipMessage message) {
      messages++;
      copies.isCopy(captured);
      engine.message(message, captured.source().address(), captured.receivedAtUs());
    } else if (scan instanceof Malformed bad && bad.reason() != Malformed.Reason.KEEP_ALIVE) {
      malformed++;
    }
  }

  /** The recording's end is now for what is still open. */
  Verdicts finish() {
    if (lastUs != Long.MIN_VALUE) {
      engine.finish(lastUs);
    }
    return verdicts;
  }

  /** Counts, with what the readers could not read added. */
  Summary.Counts counts(long malformedInFiles) {
    return new Summary.Counts(messages, copies.count(), malformed + malformedInFiles);
  }
}
