package org.sessionwatch.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One report: a file that psql runs as it is, and the same statement for a JDBC driver.
 *
 * <p>Both understand one notation. {@code :'since'} is psql's quoted variable, and here a named
 * parameter that is bound, so that no value is ever part of the statement. Lines that begin with a
 * backslash are psql's own and left out here; what they do, {@link ReportRun} does.
 *
 * @param name the file's, without {@code .sql}
 * @param question what it answers, one line
 * @param statement with JDBI's {@code :since} for psql's {@code :'since'}
 * @param variables the names of the parameters in it
 * @param limits what it can be limited by: {@code since}, {@code until}, {@code pbx}, {@code call}
 * @param columns the columns that its header explains, in their order
 */
public record Report(
    String name,
    String question,
    String statement,
    Set<String> variables,
    Set<String> limits,
    List<String> columns) {
  private static final Pattern VARIABLE = Pattern.compile(":'([a-z_]+)'");
  private static final Pattern LIMITS = Pattern.compile("(?m)^-- Limited by: (.*)$");
  private static final Pattern WORD = Pattern.compile("since|until|pbx|call\\b(?!s)");
  private static final Pattern COLUMN = Pattern.compile("--   ([a-z0-9_]+(?:, [a-z0-9_]+)*) .*");

  /**
   * Reads a report's file.
   *
   * @throws IllegalArgumentException when its header is not as it should be: a mistake in the
   *     program, which a test finds
   */
  static Report parse(String name, String file) {
    String opening = "-- " + name + ": ";
    if (!file.startsWith(opening)) {
      throw new IllegalArgumentException(name + ".sql does not begin with \"" + opening + "\"");
    }
    String question = file.substring(opening.length(), file.indexOf('\n'));
    String sql = statement(file);
    return new Report(
        name,
        question,
        VARIABLE.matcher(sql).replaceAll(":$1"),
        found(VARIABLE.matcher(sql), 1),
        limits(file),
        columns(file));
  }

  /** Without comments, psql's own lines and the semicolon. */
  private static String statement(String file) {
    StringBuilder sql = new StringBuilder();
    file.lines()
        .filter(line -> !line.startsWith("\\") && !line.stripLeading().startsWith("--"))
        .forEach(line -> sql.append(line).append('\n'));
    return sql.toString().strip().replaceFirst(";$", "");
  }

  private static Set<String> limits(String file) {
    Matcher matcher = LIMITS.matcher(file);
    return matcher.find() ? found(WORD.matcher(matcher.group(1)), 0) : Set.of();
  }

  private static List<String> columns(String file) {
    List<String> columns = new ArrayList<>();
    for (String line : file.lines().toList()) {
      Matcher matcher = COLUMN.matcher(line);
      if (matcher.matches()) {
        columns.addAll(List.of(matcher.group(1).split(", ")));
      }
    }
    return List.copyOf(columns);
  }

  private static Set<String> found(Matcher matcher, int group) {
    Set<String> names = new LinkedHashSet<>();
    while (matcher.find()) {
      names.add(matcher.group(group));
    }
    return names;
  }
}
