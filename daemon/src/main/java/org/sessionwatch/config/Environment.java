package org.sessionwatch.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the settings take from the process: its variables and who runs it. */
public final class Environment {
  private static final Path SYSTEM_STATE = Path.of("/var/lib/sessionwatch");

  private final Lookup variables;
  private final boolean root;
  private final Path home;
  private final Path kernelSettings;

  /** Finds a variable's value; null when it is not set. */
  @FunctionalInterface
  public interface Lookup {
    /** Returns the variable's value, or null. */
    @Nullable String find(String name);
  }

  /**
   * An environment handed in.
   *
   * @param variables finds environment variables
   * @param root whether the super-user runs the process
   * @param home the user's home directory
   * @param kernelSettings where the kernel shows its settings, {@code /proc/sys} on Linux
   */
  public Environment(Lookup variables, boolean root, Path home, Path kernelSettings) {
    this.variables = variables;
    this.root = root;
    this.home = home;
    this.kernelSettings = kernelSettings;
  }

  /** Returns this process's environment. */
  public static Environment ofThisProcess() {
    return new Environment(
        System::getenv,
        "root".equals(System.getProperty("user.name")),
        Path.of(System.getProperty("user.home", "/")),
        Path.of("/proc/sys"));
  }

  /**
   * Whether this process's standard error is a terminal. Linux tells; elsewhere it is not known.
   */
  public static boolean errorIsTerminal() {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return file.startsWith("/dev/pts/")
          || file.startsWith("/dev/tty")
          || file.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * How many columns the terminal has that standard output goes to; 0 when it goes elsewhere, or
   * nobody knows.
   */
  public static int outputColumns() {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      if (!file.startsWith("/dev/pts/") && !file.startsWith("/dev/tty")) {
        return 0;
      }
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of(file).toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher columns = Pattern.compile("^\\d+ (\\d{1,5})").matcher(size);
      return columns.find() ? Integer.parseInt(columns.group(1)) : 0;
    } catch (IOException | UnsupportedOperationException e) {
      return 0; // not Linux, or without coreutils
    }
  }

  /** Returns the variable's value; empty when it is not set or blank. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.find(name)).filter(value -> !value.isBlank());
  }

  /**
   * Returns where state is kept unless the file says: systemd's state directory, for root and the
   * service's user {@code /var/lib/sessionwatch}, else the user's.
   */
  Path stateDirectory() {
    Optional<Path> systemd = variable("STATE_DIRECTORY").map(Environment::first).map(Path::of);
    if (systemd.isPresent()) {
      return systemd.get();
    }
    if (root || home.equals(SYSTEM_STATE)) { // the latter is the service's own user
      return SYSTEM_STATE;
    }
    return variable("XDG_STATE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute) // as the XDG base directory specification asks
        .orElse(home.resolve(".local/state"))
        .resolve("sessionwatch");
  }

  /** Returns systemd's directory of credentials; empty outside a unit that has any. */
  Optional<Path> credentialsDirectory() {
    return variable("CREDENTIALS_DIRECTORY").map(Path::of);
  }

  /** Returns the largest receive buffer that the kernel gives, in bytes; empty when it hides it. */
  Optional<Long> mostReceiveBufferBytes() {
    // Not readString: it reads a file that calls itself empty in pieces, and the kernel gives only
    // the first.
    try (InputStream limit = Files.newInputStream(kernelSettings.resolve("net/core/rmem_max"))) {
      String text = new String(limit.readNBytes(32), StandardCharsets.US_ASCII);
      return Optional.of(Long.parseLong(text.strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // not Linux, or a container that hides it: nothing to warn of
    }
  }

  /** Returns this host's name; "localhost" where the kernel hides it. */
  public String hostName() {
    try (InputStream name = Files.newInputStream(kernelSettings.resolve("kernel/hostname"))) {
      return new String(name.readNBytes(256), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "localhost"; // not Linux
    }
  }

  private static String first(String directories) {
    return directories.split(":", 2)[0];
  }
}
