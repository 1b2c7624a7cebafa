package org.sessionwatch.analyze;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.time.Clock;

/** {@code analyze}: recordings in, verdicts out. */
public final class Analyzer {
  private static final int NOTHING_CRITICAL = 0;
  private static final int CRITICAL = 1;
  private static final int UNREADABLE = 2;

  private final InputStream standardInput;
  private final PrintStream out;
  private final PrintStream err;
  private final @Nullable Clock progressClock;

  /**
   * @param out takes the verdicts and nothing else
   * @param err takes a line for each file that cannot be read, or only in part
   */
  public Analyzer(InputStream standardInput, PrintStream out, PrintStream err) {
    this(standardInput, out, err, null);
  }

  private Analyzer(
      InputStream standardInput, PrintStream out, PrintStream err, @Nullable Clock progressClock) {
    this.standardInput = standardInput;
    this.out = out;
    this.err = err;
    this.progressClock = progressClock;
  }

  /** The same, which shows on {@code err}, a terminal, how far reading is when it takes long. */
  public Analyzer withProgress(Clock clock) {
    return new Analyzer(standardInput, out, err, clock);
  }

  /** How the verdicts are printed. */
  public enum Format {
    TEXT,
    JSONL
  }

  /**
   * Analyzes recordings, merged by time.
   *
   * @param files as on the command line; {@code -} is standard input
   * @param tolerance 0 s or more
   * @return the exit code: 0 nothing critical, 1 at least one critical alert, 2 an input could not
   *     be read (the others still were), or the directory for temporary files is full
   */
  public int analyze(List<String> files, Format format, Duration tolerance) {
    Progress progress = progress(files);
    try (Telling telling = new Telling(printer(format), out, progress)) {
      MergedRecordings recordings = MergedRecordings.open(files, standardInput, err, progress);
      Analysis analysis = new Analysis(EngineSettings.withTolerance(tolerance), telling);
      ReadAhead.judge(recordings, analysis);
      Verdicts found = analysis.finish();
      Tally tally = found.tellAll();
      Summary.Counts counts = analysis.counts(recordings.malformed());
      telling.output().summary(Summary.of(recordings.readable(), counts, tally));
      out.flush();
      if (recordings.readable() < files.size()) {
        return UNREADABLE;
      }
      return tally.isCritical() ? CRITICAL : NOTHING_CRITICAL;
    } catch (UncheckedIOException e) {
      progress.clear();
      err.println("sessionwatch: " + e.getMessage());
      return UNREADABLE;
    }
  }

  private static Function<PrintStream, Output> printer(Format format) {
    return switch (format) {
      case TEXT -> TextReport::new;
      case JSONL -> JsonLines::new;
    };
  }

  private Progress progress(List<String> files) {
    return progressClock == null
        ? Progress.NONE
        : new ProgressBar(err, progressClock, ProgressBar.total(files));
  }
}
