package org.sessionwatch.store.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's account that the server runs under. PostgreSQL refuses to run as root,
 * since whoever rules the database can run programs as its account.
 *
 * <p>An ordinary user's daemon runs the server as that user, without the capabilities that it may
 * have been given. Root's daemon drops to the first of {@code sessionwatch}, {@code postgres} and
 * {@code nobody} that exists and can reach the state directory. Where none can (a state directory
 * in /root, or a container without CAP_SETUID), the server runs in a user namespace, where root
 * counts as nobody but still owns root's files.
 *
 * @param prefix what to put before a command so that it runs under the account
 * @param name the account's name
 * @param owner to whom the server's files must be given; null when they are its own as made
 * @param peer whether the server can tell who connects to its unix socket
 */
record ServerAccount(
    List<String> prefix, String name, @Nullable UserPrincipal owner, boolean peer) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerAccount.class);
  private static final List<String> CANDIDATES = List.of("sessionwatch", "postgres", "nobody");
  private static final Duration TRIAL_TIMEOUT = Duration.ofSeconds(10);
  private static final List<String> USER_NAMESPACE = List.of("unshare", "-U", "--");

  /** What a service may beyond its account, such as CAP_NET_RAW, is the daemon's alone. */
  private static final List<String> WITHOUT_CAPABILITIES =
      List.of("setpriv", "--ambient-caps=-all", "--inh-caps=-all", "--no-new-privs", "--");

  /**
   * The account for the server in the given directories; that of an existing data directory.
   *
   * @throws StoreException when there is none
   */
  static ServerAccount choose(Layout layout, Path server) {
    try {
      Command.Result trial = Command.run(version(server), layout.base(), "", TRIAL_TIMEOUT);
      if (!trial.ok()) {
        throw new StoreException(
            Kind.EMBEDDED,
            ("the embedded PostgreSQL does not run on this system (%s): name a server in"
                    + " [database] url")
                .formatted(trial.lastWord()));
      }
      return Layout.isRoot() ? forRoot(layout, server) : self(layout, server);
    } catch (IOException e) {
      throw new StoreException(
          Kind.EMBEDDED,
          "cannot find an account for the embedded PostgreSQL (%s)".formatted(Layout.reason(e)),
          e);
    }
  }

  /** The command, to run under the account. */
  List<String> command(List<String> command) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  /** Gives the path to the account. */
  void own(Path path) throws IOException {
    if (owner != null) {
      Files.setOwner(path, owner);
    }
  }

  private static ServerAccount self(Layout layout, Path server) throws IOException {
    UnixSystem self = new UnixSystem();
    if (Files.exists(layout.data())
        && !Files.getAttribute(layout.data(), "unix:uid").equals((int) self.getUid())) {
      String owner = Files.getOwner(layout.data()).getName();
      throw new StoreException(
          Kind.EMBEDDED,
          "the embedded database in %s belongs to the user %s: run sessionwatch as %s or as root"
              .formatted(layout.data(), owner, owner));
    }
    ServerAccount plain = new ServerAccount(WITHOUT_CAPABILITIES, self.getUsername(), null, true);
    return plain.runs(layout, server)
        ? plain
        : new ServerAccount(List.of(), self.getUsername(), null, true);
  }

  private static ServerAccount forRoot(Layout layout, Path server) throws IOException {
    List<String> names =
        Files.exists(layout.data()) ? List.of(Files.getOwner(layout.data()).getName()) : CANDIDATES;
    for (String name : names) {
      ServerAccount account = dropTo(name, layout);
      if (account != null && account.runs(layout, server)) {
        LOG.info("Running the embedded PostgreSQL as {}", name);
        return account;
      }
    }
    ServerAccount inNamespace = new ServerAccount(USER_NAMESPACE, "root", null, false);
    // Files of another account cannot be read from the namespace.
    if ((names.equals(CANDIDATES) || names.contains("root")) && inNamespace.runs(layout, server)) {
      LOG.info("Running the embedded PostgreSQL as root in a user namespace");
      return inNamespace;
    }
    throw new StoreException(
        Kind.EMBEDDED,
        ("PostgreSQL does not run as root, and the account %s cannot run it in %s: run sessionwatch"
                + " as an ordinary user, or choose a state directory that all users may enter")
            .formatted(String.join(" or ", names), layout.base()));
  }

  private static @Nullable ServerAccount dropTo(String name, Layout layout) throws IOException {
    Command.Result group = Command.run(List.of("id", "-g", name), layout.base(), "", TRIAL_TIMEOUT);
    if (name.equals("root") || !group.ok()) {
      return null;
    }
    List<String> prefix =
        List.of(
            "setpriv",
            "--reuid=" + name,
            "--regid=" + group.output().strip(),
            "--clear-groups",
            "--no-new-privs",
            "--");
    UserPrincipal owner =
        layout.base().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    return new ServerAccount(prefix, name, owner, true);
  }

  private static List<String> version(Path server) {
    return List.of(server.resolve("bin/postgres").toString(), "--version");
  }

  /** Whether the account can be taken on and reaches the server's programs. */
  private boolean runs(Layout layout, Path server) {
    try {
      return Command.run(command(version(server)), layout.base(), "", TRIAL_TIMEOUT).ok();
    } catch (IOException e) {
      LOG.debug("Cannot run the server by {}", prefix, e);
      return false;
    }
  }
}
