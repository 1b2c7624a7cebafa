package org.sessionwatch.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.time.Micros;

class RecordingsTest {
  private static final String ASTERISK = "/captures/asterisk22-direct.pcap";
  private static final String GRANDSTREAM = "/captures/grandstream-ucm6304-update.log";

  @TempDir Path directory;

  private static Path recording(String name) {
    URL found = Objects.requireNonNull(RecordingsTest.class.getResource(name));
    try {
      return Path.of(found.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<CapturedMessage> all(RecordingReader reader) throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    for (CapturedMessage m = reader.next(); m != null; m = reader.next()) {
      messages.add(m);
    }
    return messages;
  }

  @Test
  void reads_asterisk_each_message_as_sip_and_as_hep() throws RecordingException {
    Path file = recording(ASTERISK);
    try (RecordingReader reader = Recordings.open(file)) {
      List<CapturedMessage> messages = all(reader);
      assertThat(reader.counts()).isEqualTo(new RecordingCounts(414, 207, 207, 0, 0, 0, 0, 0, 0));
      assertThat(reader.warning()).isNull();
      assertThat(messages)
          .extracting(CapturedMessage::source)
          .containsOnly(
              new CaptureSource(0, null, file.toString()),
              new CaptureSource(2001, "pbx1", file.toString()));
      assertThat(messages)
          .extracting(CapturedMessage::capturedAtUs)
          .isSorted()
          .first()
          .isEqualTo(0x6b028953L * 1_000_000 + 0x00060543);
      // Each INVITE of the first caller, and what mirrors it, has the same ends and the same bytes.
      assertThat(messages.get(0).from()).isEqualTo(new InetSocketAddress("127.0.0.1", 5200));
      assertThat(messages.get(0).to()).isEqualTo(new InetSocketAddress("127.0.0.1", 5160));
      assertThat(messages.get(1).from()).isEqualTo(messages.get(0).from());
      assertThat(messages.get(1).to()).isEqualTo(messages.get(0).to());
      assertThat(messages.get(1).sip()).isEqualTo(messages.get(0).sip());
    }
  }

  @Test
  void reads_grandstream() throws RecordingException {
    try (RecordingReader reader = Recordings.open(recording(GRANDSTREAM))) {
      List<CapturedMessage> messages = all(reader);
      assertThat(messages)
          .extracting(message -> Micros.toInstant(message.capturedAtUs()))
          .containsExactly(
              Instant.parse("2021-01-11T21:09:33.868Z"), Instant.parse("2021-01-11T21:09:33.895Z"));
      assertThat(messages)
          .extracting(message -> new String(message.sip(), StandardCharsets.UTF_8))
          .allSatisfy(
              sip -> assertThat(sip).endsWith("\r\n\r\n").contains("Session-Expires: 1800"));
      assertThat(reader.counts()).isEqualTo(new RecordingCounts(2, 2, 0, 0, 0, 0, 0, 0, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {ASTERISK, GRANDSTREAM})
  void reads_standard_input(String name) throws IOException {
    Path file = recording(name);
    try (InputStream in = Files.newInputStream(file);
        RecordingReader reader = Recordings.open("-", in);
        RecordingReader same = Recordings.open(file.toString(), InputStream.nullInputStream())) {
      assertThat(all(reader))
          .allSatisfy(m -> assertThat(m.source().address()).isEqualTo("standard input"))
          .hasSameSizeAs(all(same));
      assertThat(reader.position()).isEqualTo(Files.size(file));
    }
  }

  /** A stream that gives a byte at a time, as pipes may. */
  @Test
  void reads_streams_that_trickle() throws RecordingException, IOException {
    byte[] bytes = Files.readAllBytes(recording(ASTERISK));
    InputStream trickle =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] into, int at, int length) {
            return super.read(into, at, Math.min(length, 1));
          }
        };
    try (RecordingReader reader = Recordings.open(trickle, "pipe")) {
      assertThat(all(reader)).hasSize(414);
    }
  }

  @Test
  void says_what_is_wrong_with_a_file() throws IOException {
    assertRefused(directory.resolve("none"), "no such file");
    assertRefused(directory, "is a directory; give the files in it");
    assertRefused(file("empty", ""), "is empty");
    assertRefused(
        file("short", "x"),
        "neither a pcap or pcapng capture nor a SIP trace that can be read (from byte 0 on)");
    assertRefused(
        file("prose", "Once upon a time\n".repeat(10_000)),
        "neither a pcap or pcapng capture nor a SIP trace that can be read (from byte 0 on)");
    assertRefused(
        file("ng.pcapng", "\n\r\r\n\0\0\0\0"),
        "cut off at byte 8, inside the header of the capture file");
    assertRefused(
        file("x.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0}),
        "is compressed; unpack it with gunzip first");
    assertRefused(
        file("cut.pcap", new byte[] {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1, 2, 0}),
        "cut off at byte 6, inside the header of the capture file");
  }

  @Test
  void says_what_is_wrong_with_a_name() {
    assertThatThrownBy(() -> Recordings.open("a\0b", InputStream.nullInputStream()))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("is no file name");
  }

  /** A disk that fails in the middle. */
  @Test
  void says_where_reading_failed() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }
        };
    assertThatThrownBy(() -> Recordings.open(failing, "disk.pcap"))
        .isInstanceOf(RecordingException.class)
        .hasMessage("disk.pcap: reading failed after byte 0: Input/output error");
  }

  private Path file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static void assertRefused(Path file, String what) {
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(RecordingException.class)
        .hasMessage(file + ": " + what);
  }
}
