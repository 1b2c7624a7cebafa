package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStreamTest {
  @TempDir Path folder;

  @Test
  void is_the_journal_when_device_and_inode_are_its() throws IOException {
    Path one = Files.createFile(folder.resolve("one"));
    Path other = Files.createFile(folder.resolve("other"));
    String deviceAndInode =
        Files.getAttribute(one, "unix:dev") + ":" + Files.getAttribute(one, "unix:ino");
    assertThat(JournalStream.isSame(deviceAndInode, one)).isTrue();
    assertThat(JournalStream.isSame(deviceAndInode, other)).isFalse();
    assertThat(JournalStream.isSame(deviceAndInode, folder.resolve("missing"))).isFalse();
  }

  @Test
  void is_not_the_journal_without_the_variable_or_after_a_redirection() {
    assertThat(JournalStream.isStandardError("")).isFalse();
    assertThat(JournalStream.isStandardError("1:1")).isFalse();
  }
}
