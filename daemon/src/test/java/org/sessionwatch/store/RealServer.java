package org.sessionwatch.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sessionwatch.config.DatabaseSettings;

/**
 * A PostgreSQL server of a test's own, in a directory that goes with it: to be killed, stopped and
 * filled up. It trusts whoever connects from this host.
 */
public final class RealServer implements AutoCloseable {
  private static final String DATABASE = "sessionwatch";
  private static final int PATIENCE_S = 60;

  private final Path bin;
  private final Path home;
  private final Path data;
  private final int port;

  private RealServer(Path bin, Path home) throws IOException, InterruptedException {
    this.bin = bin;
    this.home = home;
    this.data = home.resolve("data");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    as("chmod", "700", home.toString());
    as(
        bin.resolve("initdb").toString(),
        "--pgdata=" + data,
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C");
    Files.writeString(
        data.resolve("postgresql.conf"),
        """
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 30
        shared_buffers = '64MB'
        max_wal_size = '256MB'
        min_wal_size = '32MB'
        dynamic_shared_memory_type = 'mmap'
        # Processes are killed here, never the machine: what they wrote is with the kernel.
        fsync = off
        log_min_messages = fatal
        """
            .formatted(port),
        StandardOpenOption.APPEND);
  }

  /** The one that the daemon brings, unpacked by the tests' shared server. */
  public static RealServer embeddedRelease() throws Exception {
    return started(embeddedBinaries(), temporary());
  }

  private static Path embeddedBinaries() throws IOException {
    TestDatabase.settings();
    try (Stream<Path> unpacked = Files.list(TestDatabase.state().resolve("postgres"))) {
      Path server =
          unpacked
              .filter(path -> path.getFileName().toString().startsWith("server-"))
              .findFirst()
              .orElseThrow();
      return server.resolve("bin");
    }
  }

  /** Another release, by the folder of its programs, which the server's account may enter. */
  public static RealServer of(Path bin) throws Exception {
    return started(bin, temporary());
  }

  /** Debian 12's: {@code ./test} installs it. */
  public static RealServer debianRelease() throws Exception {
    return started(Path.of("/usr/lib/postgresql/15/bin"), temporary());
  }

  /**
   * The release that the daemon brings, in a directory that exists, such as a small file system.
   */
  static RealServer in(Path directory) throws Exception {
    own(directory);
    return started(embeddedBinaries(), directory);
  }

  private static RealServer started(Path bin, Path home) throws Exception {
    RealServer server = new RealServer(bin, home);
    server.start();
    server.ask("postgres", "CREATE DATABASE " + DATABASE);
    return server;
  }

  private static Path temporary() throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("sessionwatch-pg");
    own(home);
    return home;
  }

  private static void own(Path home) throws IOException, InterruptedException {
    if (isRoot()) {
      run(List.of("chown", account(), home.toString()));
    } else {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Starts it and waits until it takes connections. */
  public void start() throws IOException, InterruptedException {
    as(
        bin.resolve("pg_ctl").toString(),
        "--pgdata=" + data,
        "--wait",
        "--timeout=" + PATIENCE_S,
        "--log=" + home.resolve("log"),
        "start");
  }

  /** Stops it as an administrator would: open connections are cut. */
  public void stop() throws IOException, InterruptedException {
    as(
        bin.resolve("pg_ctl").toString(),
        "--pgdata=" + data,
        "--wait",
        "--timeout=" + PATIENCE_S,
        "--mode=fast",
        "stop");
  }

  /** SIGKILL to the postmaster and all its children, and waits for their end. */
  void kill() throws IOException {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join());
  }

  /** Its postmaster and all that it started. */
  List<ProcessHandle> processes() throws IOException {
    ProcessHandle postmaster =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0)))
            .orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
    all.add(postmaster);
    return all;
  }

  boolean isRunning() throws IOException {
    Path pid = data.resolve("postmaster.pid");
    return Files.exists(pid)
        && ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0))).isPresent();
  }

  /** Sends a signal, such as STOP, to one of its processes. */
  static void signal(String name, long pid) throws IOException, InterruptedException {
    run(List.of("kill", "-" + name, Long.toString(pid)));
  }

  /** The backends of sessionwatch's connections. */
  List<Long> backends() throws SQLException {
    return ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'sessionwatch'").stream()
        .map(Long::valueOf)
        .toList();
  }

  /** The backend that is in the middle of a batch: of all connections, one alone copies. */
  long backendInCopy() throws SQLException {
    return Long.parseLong(
        ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'sessionwatch'"
                + " AND query LIKE 'COPY%' AND state <> 'idle'")
            .get(0));
  }

  int port() {
    return port;
  }

  /** The superuser's way in. */
  public DatabaseSettings settings() {
    return settings(port, "postgres");
  }

  /** As the given role, through the given port. */
  DatabaseSettings settings(int through, String role) {
    return new DatabaseSettings(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(through, DATABASE), role, null);
  }

  Connection connect(String role) throws SQLException {
    return DriverManager.getConnection(settings().url(), role, "");
  }

  /** Runs a statement as the superuser; of a query, its rows, with the columns divided by a bar. */
  public List<String> ask(String sql) throws SQLException {
    return ask(DATABASE, sql);
  }

  private List<String> ask(String database, String sql) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet result = statement.getResultSet();
        while (result.next()) {
          rows.add(row(result));
        }
      }
      return rows;
    }
  }

  private static String row(ResultSet result) throws SQLException {
    StringBuilder row = new StringBuilder();
    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
      row.append(column == 1 ? "" : "|").append(result.getString(column));
    }
    return row.toString();
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(data.resolve("postmaster.pid"))) {
      kill();
    }
    try (Stream<Path> all = Files.walk(home)) {
      all.sorted(Comparator.reverseOrder())
          .filter(path -> !path.equals(home))
          .forEach(path -> path.toFile().delete());
    }
    home.toFile().delete();
  }

  /** Runs a command as the account that the server runs under: it refuses root. */
  private static void as(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=" + account(), "--clear-groups", "--"));
    }
    all.addAll(List.of(command));
    run(all);
  }

  /** Its output goes to a file: a server that it leaves behind would keep a pipe open. */
  private static void run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("sessionwatch-pg", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + Files.readString(output));
      }
    } finally {
      Files.delete(output);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String account() throws IOException {
    try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
      Optional<String> postgres = users.filter(line -> line.startsWith("postgres:")).findFirst();
      return postgres.isPresent() ? "postgres" : "nobody";
    }
  }
}
