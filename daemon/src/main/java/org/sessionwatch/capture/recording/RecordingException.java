package org.sessionwatch.capture.recording;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A recording could not be read. The message is one line for people and names the recording. */
public final class RecordingException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  /** What is wrong with the recording of that name. */
  public RecordingException(String name, String what) {
    this(name, what, null);
  }

  /** What is wrong with the recording of that name, and what told so. */
  public RecordingException(String name, String what, @Nullable Throwable cause) {
    super(name + ": " + what, cause);
  }
}
