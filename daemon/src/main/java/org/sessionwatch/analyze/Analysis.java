package org.sessionwatch.analyze;

import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.Copies;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.FeedGap;
import org.sessionwatch.session.GapCause;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.Malformed;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScan;

/** The engine, fed in the recording's own time. */
final class Analysis {
  private static final long HOLE_PASSED_US = 1_000_000;

  private final Verdicts verdicts;
  private final Copies copies = new Copies();
  private final SessionEngine engine;
  private long messages;
  private long malformed;
  private long lastUs = Long.MIN_VALUE;

  /**
   * Nothing is heard yet.
   *
   * @param telling takes the verdicts that are final before the end
   */
  Analysis(EngineSettings settings, Telling telling) {
    this.verdicts = new Verdicts(telling);
    this.engine = new SessionEngine(settings, verdicts);
  }

  /** Takes a message, and what the scan found in it. */
  void message(CapturedMessage captured, SipScan scan) {
    lastUs = Math.max(lastUs, captured.receivedAtUs());
    if (scan instanceof SipMessage message) {
      messages++;
      copies.isCopy(captured);
      engine.message(
          message,
          captured.source().address(),
          captured.from(),
          captured.to(),
          captured.receivedAtUs());
      verdicts.passed(lastUs);
    } else if (scan instanceof Malformed bad && bad.reason() != Malformed.Reason.KEEP_ALIVE) {
      malformed++;
    }
  }

  /**
   * A recording lacks something; of which of its calls is not known, so all of them may be
   * concerned. A hole is passed over a second after it was met.
   */
  void lost(String recording, long fromUs, long untilUs, long pieces) {
    FeedGap gap = new FeedGap(null, GapCause.STREAM, fromUs - HOLE_PASSED_US, untilUs, pieces);
    engine.gap(gap, fromUs);
    engine.tellGap(recording, gap, fromUs);
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
