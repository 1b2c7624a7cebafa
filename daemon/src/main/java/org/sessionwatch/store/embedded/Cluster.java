package org.sessionwatch.store.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.sessionwatch.config.Secret;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded server's data directory: made when there is none, with one role and one database,
 * both named {@code sessionwatch}.
 *
 * <p>The role owns the database and is no superuser. Its password is made up here and kept in a
 * file that only the daemon's user can read. The superuser {@code postgres} has none, and so can
 * only come in by the unix socket, from the accounts of the daemon, the server, or root.
 */
final class Cluster {
  /** Name of the role and of the database. */
  static final String NAME = "sessionwatch";

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final Duration INITDB_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(1);
  private static final int PASSWORD_BYTES = 24;
  private static final String OWNER_ONLY = "rw-------";

  private final Layout layout;
  private final Path server;
  private final ServerAccount account;

  Cluster(Layout layout, Path server, ServerAccount account) {
    this.layout = layout;
    this.server = server;
    this.account = account;
  }

  /**
   * Makes the data directory where it is missing. Nothing may run in it.
   *
   * @return the role's password
   * @throws StoreException when it cannot be made, or is another major version's
   */
  Secret prepare() {
    try {
      if (!Files.exists(layout.data())) {
        create();
      }
      checkVersion();
      if (!Files.exists(layout.passwordFile())) {
        LOG.warn("{} is missing: giving the database a new password", layout.passwordFile());
        Secret password = newPassword();
        single(layout.data(), List.of(passwordStatement("ALTER", password)));
        writePassword(password);
      }
      Files.createDirectories(layout.socketDirectory());
      account.own(layout.socketDirectory());
      return readPassword();
    } catch (IOException e) {
      throw new StoreException(
          Kind.EMBEDDED,
          "cannot make the embedded database in %s (%s)".formatted(layout.data(), Layout.reason(e)),
          e);
    }
  }

  /** Made under another name first, so that a crash in the middle leaves nothing half made. */
  private void create() throws IOException {
    LOG.info("Making the embedded database in {}", layout.data());
    Layout.delete(layout.newData());
    Files.createDirectory(layout.newData());
    Layout.setMode(layout.newData(), "rwx------");
    account.own(layout.newData());
    List<String> initdb =
        List.of(
            server.resolve("bin/initdb").toString(),
            "--pgdata=" + layout.newData(),
            "--username=postgres",
            "--auth-local=peer",
            "--auth-host=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            // Sorts alike on every system, whatever its C library's release.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8");
    must(Command.run(account.command(initdb), layout.base(), "", INITDB_TIMEOUT));
    Secret password = newPassword();
    single(
        layout.newData(),
        List.of(
            passwordStatement("CREATE", password),
            "CREATE DATABASE " + NAME + " OWNER " + NAME,
            "REVOKE CONNECT ON DATABASE " + NAME + " FROM PUBLIC"));
    writePassword(password);
    Files.move(layout.newData(), layout.data(), ATOMIC_MOVE);
  }

  private void checkVersion() throws IOException {
    Path file = layout.data().resolve("PG_VERSION");
    String version = Files.exists(file) ? Files.readString(file).strip() : "no";
    if (!version.equals(ServerBinaries.MAJOR_VERSION)) {
      throw new StoreException(
          Kind.EMBEDDED,
          ("the embedded database in %s is of PostgreSQL %s and this release brings %s: dump it"
                  + " with the release that made it, or move the directory away to begin anew")
              .formatted(layout.data(), version, ServerBinaries.MAJOR_VERSION));
    }
  }

  /** Runs statements on a data directory that no server uses; each must fit on one line. */
  private void single(Path data, List<String> statements) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(server.resolve("bin/postgres").toString(), "--single"));
    command.addAll(List.of("-D", data.toString(), "-c", "exit_on_error=on", "postgres"));
    String input = String.join("\n", statements) + "\n";
    must(Command.run(account.command(command), layout.base(), input, STATEMENT_TIMEOUT));
  }

  private void must(Command.Result result) {
    if (!result.ok()) {
      LOG.debug("Output: {}", result.output());
      throw new StoreException(
          Kind.EMBEDDED,
          "cannot make the embedded database in %s as the user %s (%s)"
              .formatted(layout.data(), account.name(), result.lastWord()));
    }
  }

  private static String passwordStatement(String verb, Secret password) {
    return "%s ROLE %s LOGIN PASSWORD '%s'".formatted(verb, NAME, password.value());
  }

  private static Secret newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private void writePassword(Secret password) throws IOException {
    String line = "127.0.0.1:*:%s:%s:%s%n".formatted(NAME, NAME, password.value());
    layout.write(layout.passwordFile(), line, OWNER_ONLY);
  }

  private Secret readPassword() throws IOException {
    return password(layout);
  }

  /** The role's password, for who may read it. */
  static Secret password(Layout layout) throws IOException {
    String line = Files.readString(layout.passwordFile()).strip();
    return new Secret(line.substring(line.lastIndexOf(':') + 1));
  }
}
