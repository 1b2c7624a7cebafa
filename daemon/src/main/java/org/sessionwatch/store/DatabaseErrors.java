package org.sessionwatch.store;

import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.store.StoreException.Kind;

/**
 * What the driver threw, as one line that names server, database and role and says what to do.
 *
 * <p>The SQLSTATEs are those of PostgreSQL's appendix A.
 */
final class DatabaseErrors {
  private final Database database;

  DatabaseErrors(Database database) {
    this.database = database;
  }

  /** The error behind whatever was thrown by the driver, the pool, JDBI (in reports) or Flyway. */
  StoreException of(Throwable thrown) {
    if (thrown instanceof StoreException told) {
      return told;
    }
    SQLException error = sqlError(thrown);
    if (error == null) {
      // The row could not even be bound: no other row is at fault.
      return new StoreException(Kind.REFUSED_ROW, "row refused: " + oneLine(thrown), thrown);
    }
    String state = error.getSQLState() == null ? "08000" : error.getSQLState();
    return switch (state) {
      case "28P01" -> notLetIn("refuses the password of role \"%s\"", error);
      case "28000" -> notLetIn("does not let role \"%s\" in (" + oneLine(error) + ")", error);
      case "3D000" -> noDatabase(error);
      case "42501" -> notAllowed(oneLine(error), error);
      case "25006" -> readOnly(error);
      default -> ofClass(state.substring(0, 2), error);
    };
  }

  private StoreException ofClass(String sqlStateClass, SQLException error) {
    return switch (sqlStateClass) {
      // Data exception, integrity violation, program limit exceeded, raised by a trigger.
      case "21", "22", "23", "44", "54", "P0" ->
          new StoreException(Kind.REFUSED_ROW, "row refused: " + oneLine(error), error);
      case "08", "53", "57", "58" -> unreachable(error);
      case "42", "3F" ->
          new StoreException(
              Kind.WRONG_SCHEMA,
              "the schema sessionwatch in %s is not of this release (%s): run sessionwatch migrate"
                  .formatted(where(), oneLine(error)),
              error);
      default ->
          new StoreException(
              Kind.UNREACHABLE, "PostgreSQL at %s: %s".formatted(where(), oneLine(error)), error);
    };
  }

  private StoreException unreachable(SQLException error) {
    Throwable root = root(error);
    if (root instanceof UnknownHostException) {
      return new StoreException(
          Kind.UNREACHABLE,
          "cannot reach PostgreSQL at %s: the host name is not known; check [database] url"
              .formatted(where()),
          error);
    }
    return new StoreException(
        Kind.UNREACHABLE,
        "cannot reach PostgreSQL at %s (%s): check that it runs and that [database] url names it"
            .formatted(where(), oneLine(root)),
        error);
  }

  private StoreException notLetIn(String what, SQLException error) {
    return new StoreException(
        Kind.NOT_LET_IN,
        ("PostgreSQL at %s " + what + ": check [database] user and password, and pg_hba.conf there")
            .formatted(where(), database.user()),
        error);
  }

  private StoreException noDatabase(SQLException error) {
    return new StoreException(
        Kind.NO_DATABASE,
        "PostgreSQL at %s has no database \"%s\": create it there with: createdb -O %s %s"
            .formatted(database.hostAndPort(), database.name(), database.user(), database.name()),
        error);
  }

  /** The role may not do what is told in {@code what}. */
  StoreException notAllowed(String what, @Nullable SQLException error) {
    return new StoreException(
        Kind.NOT_ALLOWED,
        ("role \"%s\" lacks a privilege in %s (%s): make it the owner with:"
                + " ALTER DATABASE \"%s\" OWNER TO \"%s\"")
            .formatted(database.user(), where(), what, database.name(), database.user()),
        error);
  }

  private StoreException readOnly(SQLException error) {
    return new StoreException(
        Kind.NOT_ALLOWED,
        "PostgreSQL at %s is read-only, perhaps a standby: name the primary in [database] url"
            .formatted(where()),
        error);
  }

  private String where() {
    return database.hostAndPort() + "/" + database.name();
  }

  /** The first two letters of what the server called it; empty where it said nothing. */
  static String sqlStateClass(Throwable thrown) {
    SQLException error = sqlError(thrown);
    String state = error == null ? null : error.getSQLState();
    return state == null || state.length() < 2 ? "" : state.substring(0, 2);
  }

  /** The innermost SQLException: a pool's time-out wraps the reason why it had no connection. */
  private static @Nullable SQLException sqlError(Throwable thrown) {
    SQLException found = null;
    Throwable at = thrown;
    while (at != null && at.getCause() != at) {
      if (at instanceof SQLException error) {
        found = error;
      }
      at = at.getCause();
    }
    return found;
  }

  private static Throwable root(Throwable thrown) {
    Throwable at = thrown;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at;
  }

  /** The first line of what was said, without the server's "ERROR: ". */
  static String oneLine(Throwable thrown) {
    String said =
        thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    String first = said.strip().lines().findFirst().orElse("");
    return first.replaceFirst("^(ERROR|FATAL): +", "");
  }
}
