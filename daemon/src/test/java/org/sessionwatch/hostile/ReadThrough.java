package org.sessionwatch.hostile;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.sip.Getters;
import org.sessionwatch.sip.SipScanner;

/**
 * A recording read to its end, as {@code analyze} reads it.
 *
 * @param messages what it held
 * @param refusal why it was not read at all; null if it was
 * @param warning what people are told of it; null if nothing
 */
record ReadThrough(
    List<CapturedMessage> messages, @Nullable String refusal, @Nullable String warning) {
  private static final String NAME = "recording";

  /** Reads it all, and throws where a reader does not keep its promises. */
  static ReadThrough of(byte[] recording) {
    try (RecordingReader reader = Recordings.open(new ByteArrayInputStream(recording), NAME)) {
      return readAll(reader, recording.length);
    } catch (RecordingException e) {
      return new ReadThrough(List.of(), oneLine(Objects.requireNonNull(e.getMessage())), null);
    }
  }

  private static ReadThrough readAll(RecordingReader reader, int length) throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    long bytes = 0;
    for (CapturedMessage message = reader.next(); message != null; message = reader.next()) {
      messages.add(message);
      bytes += message.sip().length;
      // What is found was there: a piece of a stream or packet may come twice, but counts once.
      require(messages.size() <= length, "more messages than bytes");
      require(bytes <= 2L * length, "more bytes in messages than in the recording");
      Getters.callAll(SipScanner.scan(message.sip()), message.sip().length);
    }
    require(reader.next() == null, "a message behind the end");
    require(reader.position() <= length, "a position behind the end");
    RecordingCounts counts = reader.counts();
    require(counts.messages() == messages.size(), "other counts than messages");
    require(
        Math.min(
                Math.min(counts.ignored(), counts.malformed()),
                Math.min(counts.gaps(), counts.segments()))
            >= 0,
        "a count below 0");
    String warning = reader.warning();
    return new ReadThrough(messages, null, warning == null ? null : oneLine(warning));
  }

  private static String oneLine(String text) {
    require(text.startsWith(NAME + ": ") && text.indexOf('\n') < 0, "no clear line: " + text);
    return text;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
