package org.sessionwatch.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/**
 * What happened before the demonstration begins: the recording's first part becomes history, dated
 * as if it had just happened, and the daemon takes its open calls up as it does after a restart.
 * That spares the audience half a session interval of waiting.
 */
public final class Prologue {
  private final List<Effect> effects = new ArrayList<>();
  private final SessionEngine engine;
  private final Function<CaptureSource, String> names;

  public Prologue(EngineSettings settings, Function<CaptureSource, String> names) {
    this.engine = new SessionEngine(settings, effects::add);
    this.names = names;
  }

  /**
   * Reads the recording up to where live playing begins.
   *
   * @param beginsAtUs when that is, in microseconds since the epoch
   * @return what happened until then
   */
  public List<Effect> read(RecordingReader recording, long beginsAtUs) throws RecordingException {
    @Nullable CapturedMessage message = recording.next();
    if (message == null) {
      throw new RecordingException("the demo's recording", "is empty");
    }
    long liveFromUs = DemoRecording.LIVE_FROM.toNanos() / 1_000;
    long endUs = message.receivedAtUs() + liveFromUs;
    long shiftUs = beginsAtUs - endUs;
    while (message != null && message.receivedAtUs() < endUs) {
      tell(message, message.receivedAtUs() + shiftUs);
      message = recording.next();
    }
    engine.finish(beginsAtUs);
    return effects;
  }

  private void tell(CapturedMessage captured, long atUs) {
    if (SipScanner.scan(captured.sip()) instanceof SipMessage message) {
      engine.message(message, names.apply(captured.source()), atUs);
    }
  }
}
