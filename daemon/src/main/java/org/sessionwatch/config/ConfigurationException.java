package org.sessionwatch.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Its message has one line for each mistake. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * Reports all mistakes at once.
   *
   * @param problems at least one
   */
  public ConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Returns every mistake, in the order of the file's sections. */
  public List<Problem> problems() {
    return problems;
  }
}
