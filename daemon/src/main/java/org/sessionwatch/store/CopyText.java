package org.sessionwatch.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of COPY: columns divided by a tab, rows ended by a line feed, {@code \N}
 * for null, and a backslash before what would be taken for one of these (PostgreSQL's manual,
 * "COPY", "Text Format").
 */
final class CopyText {
  private static final int USUAL_LENGTH = 1 << 16;

  private final StringBuilder text = new StringBuilder(USUAL_LENGTH);
  private boolean inRow;
  private int rows;

  /** The next column of the row. */
  CopyText add(@Nullable String value) {
    next();
    if (value == null) {
      text.append("\\N");
    } else {
      escape(value);
    }
    return this;
  }

  /** The constant in lower case. */
  CopyText add(@Nullable Enum<?> constant) {
    return add(Words.of(constant));
  }

  CopyText add(@Nullable Number number) {
    return add(number == null ? null : number.toString());
  }

  CopyText add(@Nullable Boolean truth) {
    return add(truth == null ? null : truth ? "t" : "f");
  }

  CopyText add(@Nullable Instant instant) {
    return add(instant == null ? null : instant.toString());
  }

  CopyText add(UUID id) {
    return add(id.toString());
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

  @Override
  public String toString() {
    return text.toString();
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
