package org.sessionwatch.store.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.StoreException.Kind;

/** The embedded server of a daemon that runs beside this process, for who only wants to read. */
public final class RunningServer {
  private static final int CONNECT_TIMEOUT_MS = 2_000;

  private RunningServer() {}

  /** Whether the state directory holds an embedded database at all. */
  public static boolean existsIn(Path stateDirectory) {
    return Files.exists(layout(stateDirectory).passwordFile())
        || Files.exists(layout(stateDirectory).portFile());
  }

  /**
   * Where the running server of the state directory is and how to get in; empty when none runs.
   * Changes nothing there.
   *
   * @throws StoreException of kind EMBEDDED: the user may not read its password
   */
  public static Optional<DatabaseSettings> of(Path stateDirectory) {
    Layout layout = layout(stateDirectory);
    try {
      int port = new Ports(layout).last();
      if (port == 0 || !answers(port)) {
        return Optional.empty();
      }
      String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.NAME);
      return Optional.of(new DatabaseSettings(url, Cluster.NAME, Cluster.password(layout)));
    } catch (IOException e) {
      throw new StoreException(
          Kind.EMBEDDED,
          "cannot read the password of the embedded database (%s): run this as root or as the daemon's user"
              .formatted(Layout.reason(e)),
          e);
    }
  }

  /** Unlike {@link Layout#in} makes nothing. */
  private static Layout layout(Path stateDirectory) {
    return new Layout(stateDirectory.toAbsolutePath().normalize().resolve("postgres"));
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_TIMEOUT_MS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
