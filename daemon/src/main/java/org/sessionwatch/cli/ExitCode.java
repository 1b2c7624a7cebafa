package org.sessionwatch.cli;

/** What the process's exit code says. */
public enum ExitCode {
  /** All went well. */
  OK(0, "all went well"),
  /** {@code analyze} found at least one critical alert. */
  CRITICAL(1, "analyze: at least one critical alert"),
  /** A mistake on the command line, or an input that could not be read. */
  INPUT(2, "a mistake on the command line, or an input could not be read"),
  /** The configuration has mistakes. */
  CONFIGURATION(3, "the configuration has mistakes"),
  /** A port is taken, or an address or interface is not this host's or may not be used. */
  PORT(4, "cannot listen: the port is taken, or the address or interface is not this host's"),
  /** The database cannot be reached or refuses. */
  DATABASE(5, "the database cannot be reached or refuses"),
  /** Anything else. */
  FAILURE(6, "any other failure");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** Returns the number that the process ends with. */
  public int number() {
    return number;
  }

  /** Returns what it says, as {@code --help} lists it. */
  String meaning() {
    return meaning;
  }
}
