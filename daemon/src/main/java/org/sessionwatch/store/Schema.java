package org.sessionwatch.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.postgresql.ds.PGSimpleDataSource;
import org.sessionwatch.store.StoreException.Kind;

/** Brings the schema {@code sessionwatch} up to this release. */
final class Schema {
  private static final String NAME = "sessionwatch";
  private static final int OLDEST_SERVER = 13;

  private final Database database;
  private final DatabaseErrors errors;

  Schema(Database database) {
    this.database = database;
    this.errors = new DatabaseErrors(database);
  }

  /**
   * Runs the migrations that have not run yet. Several daemons may do so at once.
   *
   * @param connection to ask on whether there are any; those that there are have another
   * @return how many ran
   * @throws StoreException one line that says what is wrong
   */
  int migrate(Connection connection) {
    boolean owner;
    try {
      Server server = checkServer(connection);
      if (server.hasHistory && Migrations.areDone(connection)) {
        return 0;
      }
      owner = server.mayChange;
    } catch (SQLException e) {
      throw errors.of(e);
    }
    try {
      Flyway flyway = flyway(database.source());
      return owner ? flyway.migrate().migrationsExecuted : checkUpToDate(flyway);
    } catch (FlywayValidateException e) {
      throw new StoreException(
          Kind.WRONG_SCHEMA,
          ("the schema %s in %s/%s was made by another release or changed by hand: run the newest"
                  + " sessionwatch that was used with it")
              .formatted(NAME, database.hostAndPort(), database.name()),
          e);
    } catch (FlywayException e) {
      throw errors.of(e);
    }
  }

  private static Flyway flyway(PGSimpleDataSource source) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:sql")
        .schemas(NAME)
        .defaultSchema(NAME)
        .ignoreMigrationPatterns(new String[0])
        .cleanDisabled(true)
        .loggers("slf4j")
        .load();
  }

  /** A role that may only write needs the schema as it is to be. */
  private int checkUpToDate(Flyway flyway) {
    int pending = flyway.info().pending().length;
    if (pending > 0) {
      throw new StoreException(
          Kind.WRONG_SCHEMA,
          ("the schema %s in %s/%s lacks %d migrations, which role \"%s\" may not make: run"
                  + " sessionwatch migrate as the schema's owner")
              .formatted(NAME, database.hostAndPort(), database.name(), pending, database.user()));
    }
    flyway.validate();
    return 0;
  }

  /**
   * What the server says of the schema.
   *
   * @param mayChange whether the role may change it
   * @param hasHistory whether Flyway's history is there and may be read
   */
  private record Server(boolean mayChange, boolean hasHistory) {}

  /** Asked first, because Flyway tries for nine seconds to make a schema that it may not make. */
  private Server checkServer(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Statements.CHECK_SERVER)) {
      row.next();
      if (row.getInt("major") < OLDEST_SERVER) {
        throw new StoreException(
            Kind.WRONG_SCHEMA,
            "PostgreSQL at %s is %s: sessionwatch needs %d or later"
                .formatted(database.hostAndPort(), row.getString("version"), OLDEST_SERVER));
      }
      if (!row.getBoolean("may_migrate")) {
        throw errors.notAllowed("it may not make the schema " + NAME, null);
      }
      return new Server(row.getBoolean("may_change"), row.getBoolean("has_history"));
    }
  }
}
