package org.sessionwatch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether standard error goes to systemd's journal. */
public final class JournalStream {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private JournalStream() {}

  /**
   * Compares JOURNAL_STREAM, {@code device:inode}, with where standard error really goes, as
   * systemd.exec(5) asks: the variable outlives a redirection.
   *
   * @param journalStream the variable's value; empty when it is not set
   */
  public static boolean isStandardError(String journalStream) {
    return !journalStream.isEmpty() && isSame(journalStream, STANDARD_ERROR);
  }

  static boolean isSame(String deviceAndInode, Path path) {
    try {
      Object device = Files.getAttribute(path, "unix:dev");
      Object inode = Files.getAttribute(path, "unix:ino");
      return deviceAndInode.equals(device + ":" + inode);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false; // no such view here: the journal is Linux's
    }
  }
}
