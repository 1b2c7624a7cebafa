package org.sessionwatch.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of COPY: columns divided by a tab, rows ended by a line feed, {@code \N}
 * for null, and a backslash before what would be taken for one of these (PostgreSQL's manual,
 * "COPY", "Text Format").
 */
final class CopyText {
  private static final int USUAL_LENGTH = 1 << 16;
  private static final int USUAL_DATE = "2026-11-25".length();
  private static final int SECONDS_A_DAY = 86_400;

  private final StringBuilder text = new StringBuilder(USUAL_LENGTH);
  private long lastDay = Long.MIN_VALUE;
  private String lastDate = "";
  private boolean inRow;
  private int rows;

  /** The next column of the row. */
  CopyText add(@Nullable String value) {
    if (value == null) {
      return addNull();
    }
    next();
    escape(value);
    return this;
  }

  /** The constant in lower case. */
  CopyText add(@Nullable Enum<?> constant) {
    return add(Words.of(constant));
  }

  CopyText add(@Nullable Number number) {
    if (number == null) {
      return addNull();
    }
    next();
    text.append(number.longValue());
    return this;
  }

  CopyText add(@Nullable Boolean truth) {
    return add(truth == null ? null : truth ? "t" : "f");
  }

  /** To the microsecond, which is all that PostgreSQL keeps. */
  CopyText add(@Nullable Instant instant) {
    if (instant == null) {
      return addNull();
    }
    next();
    long day = Math.floorDiv(instant.getEpochSecond(), SECONDS_A_DAY);
    if (day != lastDay) {
      lastDay = day;
      lastDate = LocalDate.ofEpochDay(day).toString();
    }
    if (day < 0 || lastDate.length() != USUAL_DATE) {
      text.append(instant);
      return this;
    }
    int second = Math.floorMod(instant.getEpochSecond(), SECONDS_A_DAY);
    text.append(lastDate).append(' ');
    digits(second / 3_600, 10).append(':');
    digits(second / 60 % 60, 10).append(':');
    digits(second % 60, 10).append('.');
    digits(instant.getNano() / 1_000, 100_000).append("+00");
    return this;
  }

  private StringBuilder digits(int number, int highest) {
    for (int place = highest; place > 0; place /= 10) {
      text.append((char) ('0' + number / place % 10));
    }
    return text;
  }

  CopyText add(UUID id) {
    next();
    text.append(id);
    return this;
  }

  private CopyText addNull() {
    next();
    text.append("\\N");
    return this;
  }

  /** The row is complete. */
  void endRow() {
    text.append('\n');
    inRow = false;
    rows++;
  }

  int rows() {
    return rows;
  }

  /** All rows, in UTF-8; a character that is half a pair becomes a question mark. */
  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void next() {
    if (inRow) {
      text.append('\t');
    }
    inRow = true;
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        // A header may carry it and PostgreSQL cannot keep it.
        case '\0' -> text.append(Words.NUL_STAND_IN);
        default -> text.append(c);
      }
    }
  }
}
