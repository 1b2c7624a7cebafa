package org.sessionwatch.lab;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sessionwatch.Main;

/** The packaged daemon as it stands on a host: launcher, jar and libraries in one folder. */
final class Installation {
  private Installation() {}

  /**
   * Installs the daemon that this build has packaged.
   *
   * @param launcher the launcher in the project's top folder
   * @param installed where it is to stand, with the rest beside it; the folder is made here
   */
  static void make(Path launcher, Path installed) throws IOException {
    Path jar = jar();
    Files.createDirectory(installed.resolveSibling(".").normalize());
    Files.copy(launcher, installed);
    Files.copy(
        launcher.resolveSibling(".ci").resolve("build-tools.sh"),
        installed.resolveSibling("build-tools.sh"));
    Files.copy(jar, installed.resolveSibling("sessionwatch.jar"));
    Files.createSymbolicLink(installed.resolveSibling("lib"), jar.resolveSibling("lib"));
  }

  private static Path jar() {
    try {
      Path jar = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(jar) && Files.isDirectory(jar.resolveSibling("lib"))) {
        return jar;
      }
      throw new AssertionError(
          "the lab needs the packaged daemon, not "
              + jar
              + ": run Maven from the top with the phase package or a later one");
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
