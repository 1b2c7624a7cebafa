package org.sessionwatch.cli;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sessionwatch.capture.hep.ListenException;
import org.sessionwatch.capture.live.LiveException;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.config.ConfigurationException;
import org.sessionwatch.report.ReportException;
import org.sessionwatch.store.StoreException;

/** Turns whatever a command threw into one line for the user and an exit code. */
final class Failures {
  /** A chain of causes is never this long unless it bites its own tail. */
  private static final int MOST_CAUSES = 20;

  private Failures() {}

  static CommandFailure explain(Throwable thrown) {
    List<Throwable> chain = chain(thrown);
    return find(chain, CommandFailure.class)
        .or(() -> find(chain, ConfigurationException.class).map(in(ExitCode.CONFIGURATION)))
        .or(() -> find(chain, ListenException.class).map(in(ExitCode.PORT)))
        .or(() -> find(chain, LiveException.class).map(in(ExitCode.PORT)))
        .or(() -> find(chain, StoreException.class).map(Failures::store))
        .or(() -> find(chain, RecordingException.class).map(in(ExitCode.INPUT)))
        .or(() -> find(chain, ReportException.class).map(in(ExitCode.INPUT)))
        .or(() -> find(chain, BindException.class).map(e -> port(thrown, e)))
        .or(() -> find(chain, SQLException.class).map(Failures::database))
        .or(() -> find(chain, IOException.class).map(Failures::inputOutput))
        .orElseGet(() -> bug(thrown));
  }

  /** The rooms' own failures: their message is the line to read. */
  private static Function<Exception, CommandFailure> in(ExitCode code) {
    return failure -> new CommandFailure(code, String.valueOf(failure.getMessage()), failure);
  }

  private static CommandFailure store(StoreException e) {
    return in(e.kind() == StoreException.Kind.BAD_URL ? ExitCode.CONFIGURATION : ExitCode.DATABASE)
        .apply(e);
  }

  private static CommandFailure port(Throwable thrown, BindException e) {
    return new CommandFailure(
        ExitCode.PORT,
        "cannot listen: "
            + firstLine(thrown)
            + " ("
            + firstLine(e)
            + "); see who has the port with: ss -lunp",
        thrown);
  }

  /** SQLSTATE's classes: 28 authorization, 3D no such database, 08 connection, 42501 privilege. */
  private static CommandFailure database(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String advice = "";
    if (state.startsWith("28")) {
      advice = "; check user and password in [database]";
    } else if (state.startsWith("3D")) {
      advice = "; create it with: createdb";
    } else if (state.startsWith("08")) {
      advice = "; check url in [database], and that the server runs and lets this host in";
    } else if (state.equals("42501")) {
      advice = "; give the role of [database] the right to create its schema";
    }
    return new CommandFailure(ExitCode.DATABASE, "database: " + firstLine(e) + advice, e);
  }

  private static CommandFailure inputOutput(IOException e) {
    String line = firstLine(e);
    if (e instanceof NoSuchFileException) {
      line += ": no such file";
    } else if (e instanceof AccessDeniedException) {
      line += ": permission denied for user " + System.getProperty("user.name");
    }
    return new CommandFailure(ExitCode.FAILURE, line, e);
  }

  private static CommandFailure bug(Throwable thrown) {
    return new CommandFailure(
        ExitCode.FAILURE,
        "failed unexpectedly: "
            + thrown.getClass().getSimpleName()
            + ": "
            + firstLine(thrown)
            + "; --debug shows where. Please report it.",
        thrown);
  }

  private static <T extends Throwable> Optional<T> find(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && chain.size() < MOST_CAUSES; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null
        ? thrown.getClass().getSimpleName()
        : message.lines().findFirst().orElse(thrown.getClass().getSimpleName());
  }
}
