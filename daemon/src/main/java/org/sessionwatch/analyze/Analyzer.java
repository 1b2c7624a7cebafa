package org.sessionwatch.analyze;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
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
   *     be read (the others still were)
   */
  public int analyze(List<String> files, Format format, Duration tolerance) {
    Analysis analysis = new Analysis(EngineSettings.withTolerance(tolerance));
    MergedRecordings recordings = MergedRecordings.open(files, standardInput, err, progress(files));
    ReadAhead.judge(recordings, analysis);
    Verdicts found = analysis.finish();
    List<DialogVerdict> verdicts = found.inOrder();
    Output output =
        switch (format) {
          case TEXT -> new TextReport(out);
          case JSONL -> new JsonLines(out);
        };
    verdicts.forEach(output::dialog);
    found.pbxs().forEach(output::pbx);
    output.summary(
        Summary.of(recordings.readable(), analysis.counts(recordings.malformed()), found));
    out.flush();
    if (recordings.readable() < files.size()) {
      return UNREADABLE;
    }
    boolean critical = verdicts.stream().anyMatch(DialogVerdict::isCritical);
    return critical ? CRITICAL : NOTHING_CRITICAL;
  }

  private Progress progress(List<String> files) {
    return progressClock == null
        ? Progress.NONE
        : new ProgressBar(err, progressClock, ProgressBar.total(files));
  }
}
