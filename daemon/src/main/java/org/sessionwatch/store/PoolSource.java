package org.sessionwatch.store;

import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a pool gets its connections from. Thread-safe.
 *
 * <p>The first may be one that was made before the pool: each costs thousands of hashes of the
 * password (SCRAM), which take a JVM that has just begun a fifth of a second. They come from
 * PostgreSQL's driver itself, since the JDK would look into each library for others.
 */
final class PoolSource extends PGSimpleDataSource {
  @Serial private static final long serialVersionUID = 1;

  private final transient AtomicReference<@Nullable Connection> first = new AtomicReference<>();

  /** A new connection, or the one that was {@link #give given}. */
  @Override
  public Connection getConnection() throws SQLException {
    Connection given = first.getAndSet(null);
    return given == null ? connect() : given;
  }

  /** A new connection. */
  Connection connect() throws SQLException {
    Properties who = new Properties();
    put(who, PGProperty.USER, getUser());
    put(who, PGProperty.PASSWORD, getPassword());
    return Objects.requireNonNull(new Driver().connect(getUrl(), who), "the URL was read before");
  }

  private static void put(Properties to, PGProperty property, @Nullable String value) {
    if (value != null) {
      property.set(to, value);
    }
  }

  /** Takes over a connection, in place of the next one to be made. */
  void give(Connection connection) throws SQLException {
    Connection unwanted = first.getAndSet(connection);
    if (unwanted != null) {
      unwanted.close();
    }
  }

  /** Closes the connection that was given and that nobody took. */
  void close() throws SQLException {
    Connection given = first.getAndSet(null);
    if (given != null) {
      given.close();
    }
  }
}
