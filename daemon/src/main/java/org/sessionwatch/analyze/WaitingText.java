package org.sessionwatch.analyze;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is to be printed in order, and waits for something earlier: its text is in temporary files,
 * and of each only where it is there stays in memory. A file goes when all of it was printed. One
 * thread may call.
 */
final class WaitingText implements AutoCloseable {
  private final PriorityQueue<Piece> pieces =
      new PriorityQueue<>(
          Comparator.comparingLong(Piece::atUs).thenComparingLong(piece -> piece.number));

  private final long fileBytes;
  private @Nullable Segment last;
  private long files;
  private int openFiles;

  /**
   * Nothing waits yet.
   *
   * @param fileBytes how large a temporary file grows
   */
  WaitingText(long fileBytes) {
    this.fileBytes = fileBytes;
  }

  /** One text, and its place in the order: that of its instant, then that of its number. */
  private record Piece(long atUs, long number, Segment segment, long offset, int length) {}

  /** A temporary file, which has no name any more once it is open. */
  private static final class Segment {
    final FileChannel file;
    long size;
    int waiting;

    Segment() throws IOException {
      Path path = Files.createTempFile("sessionwatch-analyze", ".txt");
      file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
  }

  /**
   * Takes a text.
   *
   * @throws UncheckedIOException when the directory for temporary files does not take it
   */
  void add(long atUs, long number, String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      Segment segment = last;
      if (segment == null || segment.size >= fileBytes) {
        close(segment);
        segment = new Segment();
        files++;
        openFiles++;
        last = segment;
      }
      pieces.add(new Piece(atUs, number, segment, segment.size, bytes.remaining()));
      segment.waiting++;
      while (bytes.hasRemaining()) {
        segment.size += segment.file.write(bytes, segment.size);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "what waits to be printed cannot be kept: " + e.getMessage(), e);
    }
  }

  /** Whether the first in order has its place before that instant and number. */
  boolean isAnyBefore(long atUs, long number) {
    Piece first = pieces.peek();
    return first != null && (first.atUs < atUs || (first.atUs == atUs && first.number < number));
  }

  /** Hands over, in order, those whose place is before that instant and number. */
  void takeBefore(long atUs, long number, Consumer<String> printer) {
    while (isAnyBefore(atUs, number)) {
      Piece piece = pieces.remove();
      printer.accept(text(piece));
      piece.segment.waiting--;
      if (piece.segment != last) {
        close(piece.segment);
      }
    }
  }

  private static String text(Piece piece) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate(piece.length);
      while (bytes.hasRemaining()) {
        if (piece.segment.file.read(bytes, piece.offset + bytes.position()) < 0) {
          throw new IOException("a temporary file ended early");
        }
      }
      return new String(bytes.array(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void close(@Nullable Segment segment) {
    if (segment != null && segment.waiting == 0) {
      try {
        openFiles -= segment.file.isOpen() ? 1 : 0;
        segment.file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** How many temporary files there have been. */
  long files() {
    return files;
  }

  /** How many there are now. */
  int openFiles() {
    return openFiles;
  }

  @Override
  public void close() {
    for (Piece piece : pieces) {
      piece.segment.waiting = 0;
      close(piece.segment);
    }
    pieces.clear();
    if (last != null) {
      last.waiting = 0;
      close(last);
    }
  }
}
