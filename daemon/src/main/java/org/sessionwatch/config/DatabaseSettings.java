package org.sessionwatch.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code [database]}: a PostgreSQL server.
 *
 * @param url {@code jdbc:postgresql://host:port/database}; the reader also takes it without {@code
 *     jdbc:} and gives it with
 * @param user role; null when the URL or the operating system's user says
 * @param password its password; null when none is needed
 */
public record DatabaseSettings(String url, @Nullable String user, @Nullable Secret password) {
  static final String URL_PREFIX = "jdbc:postgresql:";

  /** Refuses a URL that is not PostgreSQL's. */
  public DatabaseSettings {
    Check.that(
        url.startsWith(URL_PREFIX) || url.startsWith("postgresql:"),
        "url: must begin with " + URL_PREFIX);
  }
}
