package org.sessionwatch.config;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name, or a pattern in which {@code *} stands for any number of characters. Upper and lower case
 * are the same.
 *
 * @param text as it is written
 */
public record NamePattern(String text) {
  /** Refuses an empty one. */
  public NamePattern {
    Check.notBlank("pattern", text);
  }

  /** Whether the name fits. */
  public boolean matches(String name) {
    String pattern =
        Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .matcher(name)
        .matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
