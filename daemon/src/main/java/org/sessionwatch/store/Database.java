package org.sessionwatch.store;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.Secret;

/** One PostgreSQL database: how to connect to it, and how to name it to an administrator. */
final class Database {
  private static final long POOL_WAIT_MS = 3_000;
  private static final int CONNECT_TIMEOUT_S = 5;
  // A statement that takes longer than this hangs on a dead network path.
  private static final int SOCKET_TIMEOUT_S = 30;

  /**
   * The driver's log goes past ours to standard error, and tells nothing that its exceptions do
   * not. Held, since a logger that nobody holds is made anew with its old level.
   */
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  static {
    DRIVER_LOG.setLevel(Level.OFF);
  }

  private final String url;
  private final Properties parsed;
  private final String user;
  private final @Nullable Secret password;

  /**
   * The database that the settings name.
   *
   * @throws StoreException of kind BAD_URL
   */
  Database(DatabaseSettings settings) {
    this.url = settings.url().startsWith("jdbc:") ? settings.url() : "jdbc:" + settings.url();
    this.parsed = parse(url);
    String fromUrl = parsed.getProperty(PGProperty.USER.getName());
    this.user =
        settings.user() != null
            ? settings.user()
            : fromUrl != null ? fromUrl : System.getProperty("user.name", "");
    this.password = settings.password();
  }

  private static Properties parse(String url) {
    Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw new StoreException(
          StoreException.Kind.BAD_URL,
          "[database] url cannot be read: write jdbc:postgresql://HOST:PORT/DATABASE");
    }
    return parsed;
  }

  /** Host and port, such as {@code db1:5432}; a list of these where the URL names several. */
  String hostAndPort() {
    String[] hosts = parsed.getProperty(PGProperty.PG_HOST.getName(), "localhost").split(",", -1);
    String[] ports = parsed.getProperty(PGProperty.PG_PORT.getName(), "5432").split(",", -1);
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < hosts.length; i++) {
      String port = ports[Math.min(i, ports.length - 1)];
      all.append(i == 0 ? "" : ",").append(hosts[i]).append(':').append(port);
    }
    return all.toString();
  }

  /** The database's name. */
  String name() {
    return parsed.getProperty(PGProperty.PG_DBNAME.getName(), user);
  }

  /** The role. */
  String user() {
    return user;
  }

  /** The command line to look into it by hand. It carries no password. */
  String psql() {
    return "psql \"host=%s port=%s user=%s dbname=%s\""
        .formatted(
            parsed.getProperty(PGProperty.PG_HOST.getName(), "localhost"),
            parsed.getProperty(PGProperty.PG_PORT.getName(), "5432"),
            user,
            name());
  }

  /** A source of single connections without a limit on how long a statement takes. */
  PGSimpleDataSource source() {
    return set(new PGSimpleDataSource());
  }

  private <S extends PGSimpleDataSource> S set(S source) {
    source.setApplicationName("sessionwatch");
    source.setConnectTimeout(CONNECT_TIMEOUT_S);
    source.setTcpKeepAlive(true);
    source.setURL(url);
    source.setUser(user);
    if (password != null) {
      source.setPassword(password.value());
    }
    return source;
  }

  /** A source of connections for a pool. */
  PoolSource poolSource() {
    PoolSource source = set(new PoolSource());
    if (parsed.getProperty(PGProperty.SOCKET_TIMEOUT.getName()) == null) {
      source.setSocketTimeout(SOCKET_TIMEOUT_S);
    }
    return source;
  }

  /**
   * A pool of connections. Opening it never fails: it and its connections are made when the first
   * is asked for, since each costs thousands of hashes of the password (SCRAM), and at a start the
   * JVM's compiler has more urgent things to do.
   *
   * @param source makes them
   * @param size the most
   */
  HikariDataSource pool(PoolSource source, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("sessionwatch");
    pool.setDataSource(source);
    pool.setConnectionInitSql(Statements.INTERPRET);
    pool.setMaximumPoolSize(size);
    // None is made before somebody waits for it.
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(POOL_WAIT_MS);
    pool.setInitializationFailTimeout(-1);
    // Told rather than asked: a pool whose first connection is cut while it asks refuses every
    // later
    // one for ever (HikariCP 7.1, PoolBase.checkDriverSupport: the level stays -1).
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }
}
