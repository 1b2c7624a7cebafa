package org.sessionwatch.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One connection, asked by {@link Statements} with named parameters. Used by one thread.
 *
 * <p>It is plain JDBC, and not JDBI, by which reports are read: what JDBI sets up by reflection
 * before its first statement took a third of the daemon's start, and none of it fits into a class
 * archive.
 */
final class Handle implements AutoCloseable {
  /** Gives a statement its values. */
  interface Values {
    /** A statement without parameters. */
    Values NONE = to -> {};

    void bind(Binding to) throws SQLException;
  }

  /** Gives a statement the values of one row. */
  interface RowValues<R> {
    void bind(Binding to, R row) throws SQLException;
  }

  /** Makes a value of the row at which the result stands. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;

  /** Takes the connection over. */
  Handle(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Runs a statement of which nothing is to be known. */
  void execute(String statement) throws SQLException {
    execute(statement, Values.NONE);
  }

  void execute(String statement, Values values) throws SQLException {
    NamedSql named = NamedSql.of(statement);
    try (PreparedStatement prepared = connection.prepareStatement(named.sql())) {
      values.bind(new Binding(prepared, named.names()));
      prepared.execute();
    }
  }

  /** The rows of a query. */
  <T> List<T> list(String query, Values values, RowReader<T> reader) throws SQLException {
    NamedSql named = NamedSql.of(query);
    try (PreparedStatement prepared = connection.prepareStatement(named.sql())) {
      values.bind(new Binding(prepared, named.names()));
      try (ResultSet row = prepared.executeQuery()) {
        List<T> all = new ArrayList<>();
        while (row.next()) {
          all.add(reader.read(row));
        }
        return all;
      }
    }
  }

  /** The one number that a query gives. */
  long number(String query) throws SQLException {
    return number(query, Values.NONE);
  }

  long number(String query, Values values) throws SQLException {
    return list(query, values, row -> row.getLong(1)).get(0);
  }

  /** Runs a statement once for each row. */
  <R> void batch(String statement, Collection<R> rows, RowValues<R> values) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    NamedSql named = NamedSql.of(statement);
    try (PreparedStatement prepared = connection.prepareStatement(named.sql())) {
      Binding to = new Binding(prepared, named.names());
      for (R row : rows) {
        values.bind(to, row);
        prepared.addBatch();
      }
      prepared.executeBatch();
    }
  }

  /** Begins a transaction. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  void rollback() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /** Gives the connection back; what was not committed by then is not done. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
