package org.sessionwatch.capture.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how much is read of a stream. */
final class CountedInput extends FilterInputStream {
  private final LongConsumer onRead;

  CountedInput(InputStream in, LongConsumer onRead) {
    super(in);
    this.onRead = onRead;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      onRead.accept(1);
    }
    return b;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    int count = super.read(into, at, length);
    if (count > 0) {
      onRead.accept(count);
    }
    return count;
  }
}
