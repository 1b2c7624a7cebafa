package org.sessionwatch.store.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The embedded server's configuration files, written anew at each start. What an administrator sets
 * with ALTER SYSTEM stands in the data directory and wins.
 */
final class Configuration {
  /** Readable by the server's account. They hold no secret. */
  private static final String READABLE = "rw-r--r--";

  private static final String SETTINGS =
      """
      # Written by sessionwatch at each start. To change a setting, as postgres: ALTER SYSTEM SET
      include '%s'
      listen_addresses = '127.0.0.1'
      port = %d
      unix_socket_directories = '%s'
      hba_file = '%s'
      ident_file = '%s'
      cluster_name = '%s'
      max_connections = 30
      shared_buffers = '64MB'
      max_wal_size = '256MB'
      jit = off
      # No processes for what a small server does not do.
      io_method = 'sync'
      max_logical_replication_workers = 0
      # Shared memory in files: nothing is left in /dev/shm, nor taken from it at a user's logout.
      dynamic_shared_memory_type = 'mmap'
      # The daemon reads standard error and passes on what matters.
      logging_collector = off
      log_destination = 'stderr'
      log_line_prefix = ''
      log_checkpoints = off
      """;

  private static final String CLIENT_AUTHENTICATION =
      """
      # Written by sessionwatch at each start.
      local all all peer map=owner
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private final Layout layout;
  private final ServerAccount account;

  Configuration(Layout layout, ServerAccount account) {
    this.layout = layout;
    this.account = account;
  }

  /** The name in the titles of the server's processes. */
  static String clusterName(int port) {
    return "sessionwatch-" + port;
  }

  /** Writes the files for a server on the given port. */
  void write(int port) throws IOException {
    boolean socket = account.peer() && layout.socketPathFits(port);
    String settings =
        SETTINGS.formatted(
            quote(layout.data().resolve("postgresql.conf")),
            port,
            socket ? quote(layout.socketDirectory()) : "",
            quote(layout.clientAuthentication()),
            quote(layout.userMap()),
            clusterName(port));
    layout.write(layout.userMap(), userMap(), READABLE);
    layout.write(layout.clientAuthentication(), CLIENT_AUTHENTICATION, READABLE);
    layout.write(layout.configuration(), settings, READABLE);
  }

  /** Root, the daemon's user and the server's account may be any role on the unix socket. */
  private String userMap() {
    Set<String> users = new LinkedHashSet<>();
    users.add("root");
    users.add(account.name());
    users.add(new UnixSystem().getUsername());
    StringBuilder lines = new StringBuilder("# Written by sessionwatch at each start.\n");
    for (String user : users) {
      lines.append("owner \"%s\" %s%n".formatted(user, Cluster.NAME));
      lines.append("owner \"%s\" postgres%n".formatted(user));
    }
    return lines.toString();
  }

  private static String quote(Path path) {
    return path.toString().replace("'", "''");
  }
}
