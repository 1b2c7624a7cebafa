package org.sessionwatch.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code [database]}: a PostgreSQL server.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, or the same without {@code jdbc:}
 * @param user role; null when the URL or the operating system's user says
 * @param password its password; null when none is needed
 */
public record DatabaseSettings(String url, @Nullable String user, @Nullable Secret password) {}
