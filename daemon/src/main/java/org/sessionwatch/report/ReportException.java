package org.sessionwatch.report;

/** What was asked for cannot be told. The message is one line for who asked. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A refusal that names what was asked and what could be. */
  public ReportException(String message) {
    super(message);
  }
}
