package org.sessionwatch.store;

import org.jspecify.annotations.Nullable;

/**
 * The database could not do what was asked. The message is one line for an administrator: which
 * server, database and role, and what to do.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The URL cannot be read. */
    BAD_URL,
    /** No answer, or an answer that says to come back later. */
    UNREACHABLE,
    /** The server does not let the role in. */
    NOT_LET_IN,
    /** There is no such database. */
    NO_DATABASE,
    /** The role may not do it, or the server is a read-only standby. */
    NOT_ALLOWED,
    /** The schema is missing, of another release, or changed by hand. */
    WRONG_SCHEMA,
    /** One of the rows was refused, the others were not written either. */
    REFUSED_ROW,
    /** The spool cannot be opened or read. */
    SPOOL,
    /** The embedded server cannot be set up or started. */
    EMBEDDED
  }

  private final Kind kind;
  private final String message;

  /**
   * An error.
   *
   * @param kind what went wrong
   * @param message one line that names the thing and what to do
   * @param cause what the driver or the system said; null when the message is all
   */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.message = message;
  }

  /** An error that needs no cause to be understood. */
  public StoreException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** One line for an administrator. */
  @Override
  public String getMessage() {
    return message;
  }
}
