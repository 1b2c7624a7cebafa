package org.sessionwatch.capture.recording;

import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;

/**
 * The SIP messages of a recording, one after another, in constant memory.
 *
 * <p>The time of capture and the time of receipt are both the recording's. Not for use by several
 * threads.
 */
public interface RecordingReader extends Closeable {
  /**
   * The next SIP message; null at the end of the recording.
   *
   * @throws RecordingException when reading fails
   */
  @Nullable CapturedMessage next() throws RecordingException;

  /** What was found up to now. */
  RecordingCounts counts();

  /**
   * In how many places, up to now, a stream with SIP in it lacks a piece. Unlike those of {@link
   * #counts} they will never be filled.
   */
  default long holes() {
    return 0;
  }

  /** How many bytes of the recording were read up to now. */
  long position();

  /**
   * What people should know of the recording once it was read, in one line that names it: that it
   * is cut off, say; null when there is nothing.
   */
  @Nullable String warning();

  @Override
  void close() throws RecordingException;
}
