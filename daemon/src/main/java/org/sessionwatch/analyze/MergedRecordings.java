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
    final String name;
    final RecordingReader reader;
    CapturedMessage head;
    long holes;

    Source(int number, String name, RecordingReader reader, CapturedMessage head) {
      this.number = number;
      this.name = name;
      this.reader = reader;
      this.head = head;
    }
  }

  static MergedRecordings open(
      List<String> files, InputStream standardInput, PrintStream err, Progress progress) {
    MergedRecordings merged = new MergedRecordings(err, progress);
    for (int i = 0; i < files.size(); i++) {
      try {
        String name = files.get(i);
        merged.add(i, name, Recordings.open(name, standardInput, progress));
      } catch (RecordingException e) {
        merged.tell(e.getMessage());
      }
    }
    return merged;
  }

  private void add(int number, String name, RecordingReader reader) throws RecordingException {
    readable++;
    CapturedMessage first = next(reader);
    if (first != null) {
      sources.add(new Source(number, name, reader, first));
    }
  }

  /** Is told where a recording lacks something. */
  interface Losses {
    /**
     * Messages are missing.
     *
     * @param recording its name as it was given
     * @param fromUs when the message before them was recorded
     * @param untilUs when the message behind them was; {@code fromUs} where none is
     * @param pieces in how many places; 0 when it is not known
     */
    void lost(String recording, long fromUs, long untilUs, long pieces);
  }

  /** Hands over every message of every recording, and what is missing between two of one. */
  void forEach(Consumer<CapturedMessage> consumer, Losses losses) {
    for (Source source = sources.poll(); source != null; source = sources.poll()) {
      consumer.accept(source.head);
      int readableBefore = readable;
      CapturedMessage next = next(source.reader);
      long headUs = source.head.receivedAtUs();
      if (readable < readableBefore) {
        losses.lost(source.name, headUs, headUs, 0);
      }
      if (next != null) {
        long holes = source.reader.holes();
        if (holes > source.holes) {
          losses.lost(source.name, headUs, next.receivedAtUs(), holes - source.holes);
          source.holes = holes;
        }
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
