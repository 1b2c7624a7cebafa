package org.sessionwatch.demo;

import java.io.InputStream;
import java.time.Duration;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;

/** The recording that is shipped for the demonstration. */
public final class DemoRecording {
  /**
   * Where live playing begins, from the first message on: a quiet moment, before which the first
   * calls were set up. The first alert comes 23 s later.
   */
  public static final Duration LIVE_FROM = Duration.ofSeconds(22);

  /** HEP capture ids of the PBXs in it. */
  public static final long ASTERISK = 2001;

  public static final long KAMAILIO = 2002;

  private static final String FILE = "demo.pcap";

  private DemoRecording() {}

  /**
   * Opens it from its start.
   *
   * @param suffix what this run's Call-IDs end with
   */
  public static RecordingReader open(String suffix) throws RecordingException {
    InputStream in = DemoRecording.class.getResourceAsStream(FILE);
    if (in == null) {
      throw new RecordingException(FILE, "is missing in this build");
    }
    return new FreshCalls(Recordings.open(in, FILE), suffix);
  }
}
