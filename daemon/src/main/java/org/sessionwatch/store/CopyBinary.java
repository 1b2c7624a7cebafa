package org.sessionwatch.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows into a table by COPY in its binary format (PostgreSQL's manual, "COPY", "Binary Format"): a
 * row costs the server about half of what it does in the text format, where each time has to be
 * parsed. The server works on what was sent while the next rows are put together.
 */
final class CopyBinary implements AutoCloseable {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int SEND_AT = 1 << 16;
  private static final int LENGTH_BYTES = 4;
  private static final int NULL = -1;

  /** PostgreSQL counts from 2000. */
  private static final long EPOCH_S = 946_684_800L;

  private static final int EPOCH_DAY = 10_957;

  private final CopyIn copy;
  private final short columns;
  private ByteBuffer buffer = ByteBuffer.allocate(SEND_AT + (1 << 13));
  private boolean inRow;
  private boolean failed;

  /**
   * Begins to copy.
   *
   * @param table with its schema
   * @param columns their names, divided by commas
   */
  CopyBinary(Connection connection, String table, String columns) throws SQLException {
    this.columns = (short) columns.split(",", -1).length;
    this.copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT binary)");
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  /** The next column of the row. */
  CopyBinary add(@Nullable String value) {
    if (value == null) {
      return addNull();
    }
    byte[] bytes = String.valueOf(Words.text(value)).getBytes(StandardCharsets.UTF_8);
    next(bytes.length).put(bytes);
    return this;
  }

  /** The constant in lower case. */
  CopyBinary add(@Nullable Enum<?> constant) {
    return add(Words.of(constant));
  }

  CopyBinary add(@Nullable Integer number) {
    if (number == null) {
      return addNull();
    }
    next(Integer.BYTES).putInt(number);
    return this;
  }

  /** For a column of type bigint. */
  CopyBinary add(@Nullable Long number) {
    if (number == null) {
      return addNull();
    }
    next(Long.BYTES).putLong(number);
    return this;
  }

  CopyBinary add(@Nullable Boolean truth) {
    if (truth == null) {
      return addNull();
    }
    next(1).put((byte) (truth ? 1 : 0));
    return this;
  }

  /** To the microsecond, which is all that PostgreSQL keeps. */
  CopyBinary add(@Nullable Instant instant) {
    if (instant == null) {
      return addNull();
    }
    long us = (instant.getEpochSecond() - EPOCH_S) * 1_000_000 + instant.getNano() / 1_000;
    next(Long.BYTES).putLong(us);
    return this;
  }

  CopyBinary add(@Nullable UUID id) {
    if (id == null) {
      return addNull();
    }
    next(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return this;
  }

  /** For a column of type date: days since 1970. */
  CopyBinary addDay(long epochDay) {
    next(Integer.BYTES).putInt((int) (epochDay - EPOCH_DAY));
    return this;
  }

  private CopyBinary addNull() {
    next(0);
    buffer.putInt(buffer.position() - LENGTH_BYTES, NULL);
    return this;
  }

  /** Room for a column of that length. */
  private ByteBuffer next(int length) {
    int needed = Short.BYTES + LENGTH_BYTES + length;
    if (buffer.remaining() < needed) {
      buffer =
          ByteBuffer.allocate(2 * (buffer.position() + needed))
              .put(buffer.array(), 0, buffer.position());
    }
    if (!inRow) {
      inRow = true;
      buffer.putShort(columns);
    }
    return buffer.putInt(length);
  }

  /** The row is complete. */
  void endRow() throws SQLException {
    inRow = false;
    if (buffer.position() >= SEND_AT) {
      send();
    }
  }

  /** All rows are given: waits until the server has them. */
  void end() throws SQLException {
    next(0);
    // In place of a row's number of columns.
    buffer.position(buffer.position() - LENGTH_BYTES - Short.BYTES);
    buffer.putShort((short) -1);
    send();
    failed = true;
    copy.endCopy();
    failed = false;
  }

  private void send() throws SQLException {
    failed = true;
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    failed = false;
    buffer.clear();
  }

  /**
   * Gives up, where it did not come to {@link #end}. Not where the server failed or does not
   * answer: to take leave of it would be to wait for it once more.
   */
  @Override
  public void close() throws SQLException {
    if (copy.isActive() && !failed) {
      copy.cancelCopy();
    }
  }
}
