package org.sessionwatch.store;

import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds the {@code :names} in {@link Statements}, which are ours: a colon and a Java name behind
 * it, not inside quotes and not behind another colon, which is a cast. JDBI's own parser knows
 * every dialect of SQL; to set its grammar up takes a tenth of the daemon's start.
 *
 * <p>Thread-safe.
 */
final class NamedParameters implements SqlParser {
  @Override
  public ParsedSql parse(String sql, StatementContext context) {
    ParsedSql.Builder parsed = ParsedSql.builder();
    int copied = 0;
    int at = 0;
    while (at < sql.length()) {
      char letter = sql.charAt(at);
      if (letter == '\'' || letter == '"') {
        int end = sql.indexOf(letter, at + 1);
        at = end < 0 ? sql.length() : end + 1;
      } else if (letter == ':') {
        int end = endOfName(sql, at + 1);
        if (end > at + 1) {
          parsed.append(sql.substring(copied, at)).appendNamedParameter(sql.substring(at + 1, end));
          copied = end;
        }
        at = pastColons(sql, end);
      } else {
        at++;
      }
    }
    return parsed.append(sql.substring(copied)).build();
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

  @Override
  public String nameParameter(String name, StatementContext context) {
    return ":" + name;
  }
}
