package org.sessionwatch.cli;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sessionwatch.config.Settings;
import org.sessionwatch.report.ReportRequest;

/**
 * What the commands do, handed in by {@code Main}, who alone knows every room. A body may throw
 * anything: {@link CommandFailure} with its own line and exit code, the rest as {@link Failures}
 * reads it.
 *
 * @param run the daemon
 * @param demo the daemon on a recorded call mix
 * @param analyze the engine over recordings
 * @param replay sends a recording's HEP again
 * @param migrate brings the schema up to date
 * @param report answers from the history
 */
public record Bodies(
    Runner run,
    Demonstrator demo,
    Analyzer analyze,
    Replayer replay,
    Migrator migrate,
    Reporter report) {

  /** Runs the daemon until a signal ends it. */
  @FunctionalInterface
  public interface Runner {
    /** Returns the exit code. */
    int run(Settings settings) throws Exception;
  }

  /** Runs the demonstration. */
  @FunctionalInterface
  public interface Demonstrator {
    /**
     * Prints calls and alerts as they happen.
     *
     * @param settings the defaults, with a state directory of the demonstration's own
     * @return the exit code
     */
    int demo(Settings settings, PrintStream out) throws Exception;
  }

  /** Runs the engine over recordings. */
  @FunctionalInterface
  public interface Analyzer {
    /**
     * Prints the verdicts.
     *
     * @param files as on the command line; {@code -} is standard input
     * @param tolerance 0 s to 300 s
     * @param out takes the verdicts and nothing else
     * @param err takes one line for each file that cannot be read
     * @return the exit code: 0, 1 or 2
     */
    int analyze(
        List<String> files, Format format, Duration tolerance, PrintStream out, PrintStream err)
        throws Exception;
  }

  /** Sends a recording's HEP datagrams again, re-stamped to now. */
  @FunctionalInterface
  public interface Replayer {
    /** Returns the exit code. */
    int replay(Path file, InetSocketAddress to, PrintStream out) throws Exception;
  }

  /** Brings the database's schema up to date. */
  @FunctionalInterface
  public interface Migrator {
    /** Returns the exit code. */
    int migrate(Settings settings, PrintStream out) throws Exception;
  }

  /** Answers a question from the history. */
  @FunctionalInterface
  public interface Reporter {
    /**
     * Writes a report.
     *
     * @param request checked, but for what only the database knows
     * @param out takes the report and nothing else
     * @return the exit code
     */
    int report(
        Settings settings,
        ReportRequest request,
        org.sessionwatch.report.Format format,
        PrintStream out)
        throws Exception;
  }

  /** How {@code analyze} prints. */
  public enum Format {
    /** For people. */
    TEXT,
    /** For machines: one JSON object a line. */
    JSONL
  }
}
