package org.sessionwatch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One of {@link Statements} as JDBC takes it. Its {@code :names} are a colon and a Java name behind
 * it, not inside quotes and not behind another colon, which is a cast.
 *
 * @param sql with a question mark for each name
 * @param names in the order of the question marks
 */
record NamedSql(String sql, List<String> names) {
  /** Each statement is looked through once. */
  private static final Map<String, NamedSql> KNOWN = new ConcurrentHashMap<>();

  NamedSql {
    names = List.copyOf(names);
  }

  /** The statement, found by its text. Thread-safe. */
  static NamedSql of(String statement) {
    NamedSql known = KNOWN.get(statement);
    if (known == null) {
      known = parse(statement);
      KNOWN.put(statement, known);
    }
    return known;
  }

  private static NamedSql parse(String statement) {
    StringBuilder sql = new StringBuilder(statement.length());
    List<String> names = new ArrayList<>();
    int copied = 0;
    int at = 0;
    while (at < statement.length()) {
      char letter = statement.charAt(at);
      if (letter == '\'' || letter == '"') {
        int end = statement.indexOf(letter, at + 1);
        at = end < 0 ? statement.length() : end + 1;
      } else if (letter == ':') {
        int end = endOfName(statement, at + 1);
        if (end > at + 1) {
          sql.append(statement, copied, at).append('?');
          names.add(statement.substring(at + 1, end));
          copied = end;
        }
        at = pastColons(statement, end);
      } else {
        at++;
      }
    }
    return new NamedSql(sql.append(statement, copied, at).toString(), names);
  }

  private static int endOfName(String sql, int from) {
    int end = from;
    if (end < sql.length() && !Character.isJavaIdentifierStart(sql.charAt(end))) {
      return from;
    }
    while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Behind a colon without a name: one that follows it belongs to the same cast. */
  private static int pastColons(String sql, int from) {
    int at = from;
    while (at < sql.length() && sql.charAt(at) == ':' && sql.charAt(at - 1) == ':') {
      at++;
    }
    return at;
  }
}
