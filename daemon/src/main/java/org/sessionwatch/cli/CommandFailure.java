package org.sessionwatch.cli;

/** A command cannot do its work. The message is the line that the user reads. */
public final class CommandFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  /**
   * A failure with its exit code.
   *
   * @param code what the process ends with
   * @param message names the thing and what to do; one line
   */
  public CommandFailure(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * A failure with its exit code and its cause, which is shown with {@code --debug} only.
   *
   * @param code what the process ends with
   * @param message names the thing and what to do; one line
   * @param cause what was thrown
   */
  public CommandFailure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Returns what the process ends with. */
  public ExitCode code() {
    return code;
  }
}
