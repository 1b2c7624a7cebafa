package org.sessionwatch.store.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.StoreException.Kind;

/** One daemon at a time in a state directory. The kernel lets go of it when the daemon dies. */
final class StateLock implements AutoCloseable {
  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the state directory.
   *
   * @throws StoreException when another daemon has it
   */
  static StateLock take(Layout layout) {
    Path file = layout.lockFile();
    try {
      FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new StoreException(
            Kind.EMBEDDED,
            ("the state directory %s is in use by another sessionwatch (process %s): stop that"
                    + " one, or give this one another state directory")
                .formatted(layout.base().getParent(), Files.readString(file).strip()));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new StateLock(channel);
    } catch (IOException e) {
      throw new StoreException(
          Kind.EMBEDDED,
          "cannot lock %s (%s): the state directory belongs to another user"
              .formatted(file, Layout.reason(e)),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
