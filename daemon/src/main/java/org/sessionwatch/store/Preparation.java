package org.sessionwatch.store;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes ready what the first connection needs of the JVM whatever the settings say, on a thread of
 * its own, while the configuration is read. Nobody relies on it: what it has not done by then is
 * done when it is needed.
 */
public final class Preparation {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  /** So many that the JVM has compiled the hash by then; the server asks for 4096. */
  private static final int HASHES = 1_000;

  private static final int KEY_BITS = 256;

  private Preparation() {}

  /** Begins. To be called once a logger is there, since others may not ask for the first one. */
  public static void begin() {
    Thread thread = new Thread(Preparation::run, "preparation");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run() {
    try {
      // SCRAM, by which PostgreSQL asks for the password, hashes it by SHA-256.
      SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec("any".toCharArray(), new byte[16], HASHES, KEY_BITS));
      LOG.debug("{} and {} are loaded", new Driver(), Statements.CHECK_SERVER.length());
    } catch (GeneralSecurityException | RuntimeException e) {
      LOG.debug("Nothing was made ready", e);
    }
  }
}
