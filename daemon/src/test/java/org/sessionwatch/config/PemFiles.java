package org.sessionwatch.config;

import java.nio.file.Path;

/** The keys and certificates of the tests. */
public final class PemFiles {
  private static final Path FOLDER = Path.of("src/test/resources/tls").toAbsolutePath();

  private PemFiles() {}

  /** Such a file, like {@code hep.crt} or {@code hep.key}. */
  public static Path file(String name) {
    return FOLDER.resolve(name);
  }

  /** The text with FOLDER replaced by where the files are. */
  static String text(String text) {
    return text.replace("FOLDER", FOLDER.toString());
  }

  /**
   * The settings of a TLS listener, as the configuration's reader makes them.
   *
   * @param folder for the configuration file
   * @param text the keys of its section
   */
  public static TlsSettings settings(Path folder, String text) {
    String listener = "[[hep.listener]]\nlisten = \"127.0.0.1:9061\"\ntransport = \"tls\"\n";
    ConfigurationFile file =
        new ConfigurationFile(folder, listener + "[hep.listener.tls]\n" + text(text));
    TlsSettings tls = file.settings().hep().listeners().get(0).tls();
    if (tls == null) {
      throw new AssertionError("no TLS");
    }
    return tls;
  }
}
