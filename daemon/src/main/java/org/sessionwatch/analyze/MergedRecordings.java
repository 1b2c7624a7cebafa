package org.sessionwatch.analyze;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;

/** Several recordings as one, in order of time. One that cannot be read leaves the others be. */
final class MergedRecordings {
  private final PriorityQueue<Source> sources =
      new PriorityQueue<>(
          Comparator.comparingLong((Source source) -> source.head.receivedAtUs())
              .thenComparingInt(source -> source.number));

  private final PrintStream err;
  private final Progress progress;
  private int readable;
  private long malformed;

  private MergedRecordings(PrintStream err, Progress progress) {
    this.err = err;
    this.progress = progress;
  }

  /** A recording and its next message. */
  private static final class Source {
    final int number;
    final RecordingReader reader;
    CapturedMessage head;

    Source(int number, RecordingReader reader, CapturedMessage head) {
      this.number = number;
      this.reader = reader;
      this.head = head;
    }
  }

  static MergedRecordings open(
      List<String> files, InputStream standardInput, PrintStream err, Progress progress) {
    MergedRecordings merged = new MergedRecordings(err, progress);
    for (int i = 0; i < files.size(); i++) {
      try {
        merged.add(i, Recordings.open(files.get(i), standardInput, progress));
      } catch (RecordingException e) {
        merged.tell(e.getMessage());
      }
    }
    return merged;
  }

  private void add(int number, RecordingReader reader) throws RecordingException {
    readable++;
    CapturedMessage first = next(reader);
    if (first != null) {
      sources.add(new Source(number, reader, first));
    }
  }

  /** Hands over every message of every recording. */
  void forEach(Consumer<CapturedMessage> consumer) {
    for (Source source = sources.poll(); source != null; source = sources.poll()) {
      consumer.accept(source.head);
      CapturedMessage next = next(source.reader);
      if (next != null) {
        source.head = next;
        sources.add(source);
      }
    }
    progress.clear();
  }

  private @Nullable CapturedMessage next(RecordingReader reader) {
    try {
      CapturedMessage message = reader.next();
      if (message == null) {
        end(reader);
      }
      return message;
    } catch (RecordingException e) {
      readable--;
      malformed += reader.counts().malformed();
      tell(e.getMessage());
      return null;
    }
  }

  private void end(RecordingReader reader) throws RecordingException {
    malformed += reader.counts().malformed();
    if (reader.warning() != null) {
      tell(reader.warning());
    }
    reader.close();
  }

  private void tell(@Nullable String line) {
    progress.clear();
    err.println("sessionwatch: " + line);
  }

  /** Files that could be read to their end. */
  int readable() {
    return readable;
  }

  /** Messages that the readers could not make sense of. */
  long malformed() {
    return malformed;
  }
}
