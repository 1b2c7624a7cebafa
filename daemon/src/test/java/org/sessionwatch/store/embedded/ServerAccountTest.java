package org.sessionwatch.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server in daemons of their own: an ordinary user's, root's, and one that is killed. Run by an
 * ordinary user, all of them are that user's.
 */
class ServerAccountTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final boolean ROOT = Layout.isRoot();

  /** No capability. */
  private static final String NONE = "0000000000000000";

  // One for all, so that the server is unpacked once for each account.
  @TempDir private static Path directory;
  private static String classPath;

  private Path state;
  private final List<Process> daemons = new ArrayList<>();

  @BeforeAll
  static void linkClassPath() throws IOException {
    Layout.setMode(directory, "rwxr-xr-x");
    classPath = readableClassPath(directory.resolve("lib"));
  }

  @BeforeEach
  void emptyState() throws IOException {
    Layout.setMode(directory, "rwxr-xr-x");
    state = Files.createDirectories(directory.resolve("state"));
    Layout.delete(state.resolve("postgres/data"));
    Files.deleteIfExists(state.resolve("postgres/pgpass"));
  }

  @AfterEach
  void endAll() throws Exception {
    for (Process daemon : daemons) {
      daemon.getOutputStream().close();
      assertThat(daemon.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void runs_under_an_ordinary_users_own_account() throws IOException {
    String user = ROOT ? "nobody" : System.getProperty("user.name");
    state = Files.createDirectory(directory.resolve("state-of-" + user));
    giveTo(state, user);
    Process daemon =
        start(ROOT ? List.of("setpriv", "--reuid=nobody", "--clear-groups", "--") : List.of());
    assertThat(firstLine(daemon)).startsWith("ready: psql \"host=127.0.0.1 port=");
    assertThat(ownerOfServer()).isEqualTo(user);
  }

  /** Live capture gives the daemon CAP_NET_RAW; a database has no use for it. */
  @Test
  void hands_no_capability_on_to_the_server() throws IOException {
    String user = ROOT ? "nobody" : System.getProperty("user.name");
    state = Files.createDirectory(directory.resolve("state-with-capability"));
    giveTo(state, user);
    List<String> gifted =
        List.of(
            "setpriv",
            "--reuid=nobody",
            "--clear-groups",
            "--inh-caps=+net_raw",
            "--ambient-caps=+net_raw",
            "--");
    Process daemon = start(ROOT ? gifted : List.of()); // only root can give one
    assertThat(firstLine(daemon)).startsWith("ready: ");
    assertThat(capabilities(daemon.pid())).isEqualTo(ROOT ? "0000000000002000" : NONE);
    assertThat(capabilities(postmaster())).isEqualTo(NONE);
  }

  private static String capabilities(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("CapEff:"))
        .map(line -> line.substring("CapEff:".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void runs_under_an_unprivileged_account_for_root() throws IOException {
    Process daemon = start(List.of());
    assertThat(firstLine(daemon)).startsWith("ready: ");
    assertThat(ownerOfServer()).isNotEqualTo("root");
  }

  @Test
  void runs_for_root_in_a_namespace_where_no_other_account_may_enter() throws Exception {
    Layout.setMode(directory, "rwx------");
    Process daemon = start(List.of());
    if (ROOT && !namespacesAreAllowed()) {
      assertThat(firstLine(daemon))
          .isEqualTo(
              ("PostgreSQL does not run as root, and the account sessionwatch or postgres or nobody"
                      + " cannot run it in %s: run sessionwatch as an ordinary user, or choose a"
                      + " state directory that all users may enter")
                  .formatted(state.resolve("postgres")));
    } else {
      assertThat(firstLine(daemon)).startsWith("ready: ");
      assertThat(ownerOfServer()).isEqualTo(System.getProperty("user.name"));
    }
  }

  @Test
  void refuses_the_state_directory_of_another_daemon() throws IOException {
    Process first = start(List.of());
    assertThat(firstLine(first)).startsWith("ready: ");
    Process second = start(List.of());
    assertThat(firstLine(second))
        .isEqualTo(
            "the state directory %s is in use by another sessionwatch (process %d): stop that one,"
                    .formatted(state, first.pid())
                + " or give this one another state directory");
  }

  @Test
  void stops_the_server_of_a_daemon_that_was_killed_and_goes_on_with_its_data() throws Exception {
    Process killed = start(List.of());
    assertThat(firstLine(killed)).startsWith("ready: ");
    long server = postmaster();
    killed.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(server)).isPresent();
    Process next = start(List.of());
    assertThat(firstLine(next)).startsWith("ready: ");
    assertThat(postmaster()).isNotEqualTo(server);
    await().atMost(SOON).until(() -> ProcessHandle.of(server).isEmpty());
  }

  private Process start(List<String> prefix) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    command.addAll(List.of(ServerMain.class.getName(), state.toString()));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    daemons.add(process);
    return process;
  }

  private static String firstLine(Process daemon) throws IOException {
    BufferedReader output = daemon.inputReader();
    String line = output.readLine();
    while (line != null && line.matches(".* (INFO|WARN) .*")) {
      line = output.readLine();
    }
    return String.valueOf(line);
  }

  /** The class path, linked to where other users may read it. */
  private static String readableClassPath(Path links) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> linked = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      Path link = links.resolve(linked.size() + "-" + Path.of(entry).getFileName());
      linked.add(link.toString());
      link(Path.of(entry), link);
    }
    return String.join(File.pathSeparator, linked);
  }

  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        Files.createDirectories(target.getParent());
        try {
          Files.createLink(target, path);
        } catch (IOException | UnsupportedOperationException e) {
          Files.copy(path, target); // another file system
        }
      }
    }
  }

  private static boolean namespacesAreAllowed() throws Exception {
    return new ProcessBuilder("unshare", "-U", "--", "true").start().waitFor() == 0;
  }

  private static void giveTo(Path path, String user) throws IOException {
    UserPrincipal owner =
        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
    Files.setOwner(path, owner);
  }

  private long postmaster() throws IOException {
    Path file = state.resolve("postgres/data/postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).get(0));
  }

  private String ownerOfServer() throws IOException {
    return Files.getOwner(Path.of("/proc/" + postmaster())).getName();
  }
}
