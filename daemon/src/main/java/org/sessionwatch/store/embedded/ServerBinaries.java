package org.sessionwatch.store.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked once into the state directory from zonky's packages, which hold
 * one {@code .txz} for each processor.
 */
final class ServerBinaries {
  /** The major version that the packages bring: what a data directory must have been made with. */
  static final String MAJOR_VERSION = "18";

  private static final Logger LOG = LoggerFactory.getLogger(ServerBinaries.class);
  private static final String PREFIX = "server-";
  private static final int EXECUTABLE_BITS = 0111;

  private ServerBinaries() {}

  /**
   * The directory with {@code bin}, {@code lib} and {@code share}. Another release's, left from
   * before, is deleted. The caller holds the {@link StateLock}.
   *
   * @throws StoreException when there are none for this processor, or the disk does not take them
   */
  static Path unpack(Layout layout) {
    try {
      URLConnection archive = archive().openConnection();
      Path server = layout.base().resolve(PREFIX + version(archive));
      if (!Files.exists(server)) {
        LOG.info("Unpacking the embedded PostgreSQL {} into {}", MAJOR_VERSION, server);
        deleteOthers(layout.base());
        Path making = Files.createDirectory(layout.base().resolve(PREFIX + "new"));
        try (InputStream bytes = archive.getInputStream()) {
          extract(bytes, making);
        }
        Layout.setMode(making, "rwxr-xr-x");
        Files.move(making, server, ATOMIC_MOVE);
      }
      return server;
    } catch (IOException e) {
      throw new StoreException(
          Kind.EMBEDDED,
          "cannot unpack the embedded PostgreSQL into %s (%s)"
              .formatted(layout.base(), Layout.reason(e)),
          e);
    }
  }

  private static URL archive() {
    String processor = System.getProperty("os.arch", "");
    String name =
        switch (processor) {
          case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
          case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
          default -> "";
        };
    URL found = name.isEmpty() ? null : ServerBinaries.class.getResource("/" + name);
    if (found == null) {
      throw new StoreException(
          Kind.EMBEDDED,
          "there is no embedded PostgreSQL for the processor %s: name a server in [database] url"
              .formatted(processor));
    }
    return found;
  }

  /** Tells one archive from another without reading it: its checksum in the jar. */
  private static String version(URLConnection archive) throws IOException {
    return archive instanceof JarURLConnection jar
        ? MAJOR_VERSION + "-" + Long.toHexString(jar.getJarEntry().getCrc())
        : MAJOR_VERSION + "-" + archive.getContentLengthLong();
  }

  private static void deleteOthers(Path base) throws IOException {
    List<Path> others;
    try (Stream<Path> all = Files.list(base)) {
      others = all.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList();
    }
    for (Path other : others) {
      Layout.delete(other);
    }
  }

  private static void extract(InputStream archive, Path into) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = into.resolve(entry.getName()).normalize();
        Files.createDirectories(entry.isDirectory() ? path : path.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
          Files.copy(tar, path);
        }
        if (!entry.isSymbolicLink()) {
          boolean executable = (entry.getMode() & EXECUTABLE_BITS) != 0;
          Layout.setMode(path, executable ? "rwxr-xr-x" : "rw-r--r--");
        }
      }
    }
  }
}
