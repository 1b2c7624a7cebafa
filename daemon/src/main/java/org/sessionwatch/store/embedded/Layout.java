package org.sessionwatch.store.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.StoreException.Kind;

/**
 * Where the embedded server's files are.
 *
 * @param base the directory {@code postgres} in the state directory, absolute
 */
record Layout(Path base) {
  /** A unix socket's path, terminator included, has 108 bytes. */
  private static final int MAX_SOCKET_PATH_BYTES = 107;

  /** The layout in the state directory, whose directories are made where missing. */
  static Layout in(Path stateDirectory) {
    Path base = stateDirectory.toAbsolutePath().normalize().resolve("postgres");
    try {
      Files.createDirectories(base);
      // Root hands the server to another account, which must be able to enter.
      setMode(base, isRoot() ? "rwxr-xr-x" : "rwx------");
      return new Layout(base.toRealPath());
    } catch (IOException e) {
      throw new StoreException(
          Kind.EMBEDDED,
          "cannot make the directory %s (%s): give the daemon a state directory it can write to"
              .formatted(base, reason(e)),
          e);
    }
  }

  Path data() {
    return base.resolve("data");
  }

  /** A data directory in the making; renamed to {@link #data()} when it is whole. */
  Path newData() {
    return base.resolve("data.new");
  }

  Path socketDirectory() {
    return base.resolve("run");
  }

  Path configuration() {
    return base.resolve("postgresql.conf");
  }

  Path clientAuthentication() {
    return base.resolve("pg_hba.conf");
  }

  Path userMap() {
    return base.resolve("pg_ident.conf");
  }

  /** The role's password in the form that psql reads. */
  Path passwordFile() {
    return base.resolve("pgpass");
  }

  Path portFile() {
    return base.resolve("port");
  }

  Path lockFile() {
    return base.resolve("lock");
  }

  /** Whether a socket for the given port can be made in {@link #socketDirectory()}. */
  boolean socketPathFits(int port) {
    String path = socketDirectory().resolve(".s.PGSQL." + port).toString();
    return path.getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH_BYTES;
  }

  /** Writes a file as a whole; it belongs to whom the base directory belongs. */
  void write(Path file, String text, String mode) throws IOException {
    Path making = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(making);
    Files.createFile(
        making, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    Files.writeString(making, text);
    setMode(making, mode);
    if (isRoot()) {
      Files.setOwner(making, Files.getOwner(base));
    }
    Files.move(making, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** Deletes the directory and all in it, where it exists. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  static void setMode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  static boolean isRoot() {
    return new UnixSystem().getUid() == 0;
  }

  /** What the system said: its exceptions carry the path alone where the class name says why. */
  static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }
}
