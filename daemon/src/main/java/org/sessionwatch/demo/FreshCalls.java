package org.sessionwatch.demo;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.sip.SipEdit;

/**
 * A recording whose calls get Call-IDs of their own each time it is played, so that every
 * demonstration's calls stand beside those of the one before.
 */
public final class FreshCalls implements RecordingReader {
  private final RecordingReader recording;
  private final String suffix;

  /**
   * @param suffix put behind every Call-ID; letters and digits
   */
  public FreshCalls(RecordingReader recording, String suffix) {
    this.recording = recording;
    this.suffix = suffix;
  }

  @Override
  public @Nullable CapturedMessage next() throws RecordingException {
    CapturedMessage message = recording.next();
    if (message == null) {
      return null;
    }
    return new CapturedMessage(
        message.source(),
        message.capturedAtUs(),
        message.receivedAtUs(),
        message.from(),
        message.to(),
        SipEdit.extendCallId(message.sip(), suffix));
  }

  @Override
  public RecordingCounts counts() {
    return recording.counts();
  }

  @Override
  public long position() {
    return recording.position();
  }

  @Override
  public @Nullable String warning() {
    return recording.warning();
  }

  @Override
  public void close() throws RecordingException {
    recording.close();
  }
}
