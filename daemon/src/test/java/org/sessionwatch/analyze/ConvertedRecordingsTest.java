package org.sessionwatch.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.pcap.Conversions;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;

/** The same calls give the same verdicts, however they were carried and recorded. */
class ConvertedRecordingsTest {
  private static final Path CAPTURES = Path.of("src/test/resources/captures");
  private static final Path ASTERISK = CAPTURES.resolve("asterisk22-direct.pcap");
  private static final int ASTERISK_PORT = 5160;

  @TempDir Path directory;

  private record Run(List<String> lines, String err) {
    List<String> dialogs() {
      return lines.subList(0, lines.size() - 1);
    }

    /** What each line says under this name, in order of the callers. */
    List<String> each(String name) {
      Pattern value = Pattern.compile("\"caller\":\"sip:(\\w+).*\"" + name + "\":(\"?[^\",]*)");
      return dialogs().stream()
          .map(value::matcher)
          .filter(java.util.regex.Matcher::find)
          .map(found -> found.group(1) + " " + found.group(2).replace("\"", ""))
          .sorted()
          .toList();
    }
  }

  private static Run analyze(Path... files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    new Analyzer(InputStream.nullInputStream(), print(out), print(err))
        .analyze(
            Stream.of(files).map(Path::toString).toList(),
            Analyzer.Format.JSONL,
            Duration.ofSeconds(6));
    return new Run(
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static List<CapturedMessage> messages() throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    try (RecordingReader reader = Recordings.open(ASTERISK)) {
      for (CapturedMessage m = reader.next(); m != null; m = reader.next()) {
        messages.add(m);
      }
    }
    return messages;
  }

  static Stream<Arguments> conversions() throws RecordingException {
    List<CapturedMessage> all = messages();
    return Stream.of(
        Arguments.of("pcapng, little-endian", Conversions.pcapng(all, ByteOrder.LITTLE_ENDIAN)),
        Arguments.of("pcapng, big-endian", Conversions.pcapng(all, ByteOrder.BIG_ENDIAN)),
        Arguments.of("IP fragments", Conversions.fragments(all)),
        Arguments.of("TCP", Conversions.tcp(all, Conversions.Syn.CAPTURED)),
        Arguments.of("TCP, mid-stream", Conversions.tcp(all, Conversions.Syn.NOT_CAPTURED)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversions")
  void a_converted_recording_gives_the_same_lines(String how, byte[] converted) throws IOException {
    Run run = analyze(Files.write(directory.resolve("converted"), converted));
    assertThat(run.err()).as(how).isEmpty();
    assertThat(differences(run, analyze(ASTERISK))).as(how).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Conversions.Syn.class)
  void over_web_socket_the_lines_are_the_same(Conversions.Syn syn) throws IOException {
    List<CapturedMessage> plain =
        messages().stream().filter(message -> message.source().captureId() == 0).toList();
    byte[] converted = Conversions.webSocket(plain, syn, ASTERISK_PORT);
    Run run = analyze(Files.write(directory.resolve("converted"), converted));
    byte[] overUdp = Conversions.pcapng(plain, ByteOrder.LITTLE_ENDIAN);
    Run expected = analyze(Files.write(directory.resolve("udp"), overUdp));
    assertThat(run.err()).isEmpty();
    assertThat(differences(run, expected)).isEmpty();
  }

  private static List<String> differences(Run run, Run expected) {
    assertThat(run.lines()).hasSameSizeAs(expected.lines()).hasSize(19);
    return IntStream.range(0, run.lines().size())
        .filter(i -> !unnamed(run.lines().get(i)).equals(unnamed(expected.lines().get(i))))
        .mapToObj(i -> expected.lines().get(i) + "\nbut was\n" + run.lines().get(i))
        .toList();
  }

  /** A line without the names of its PBXs, which are those of the files. */
  private static String unnamed(String line) {
    return line.replaceAll("\"pbx\":\"[^\"]*\"", "");
  }

  /** One real run: as a sniffer saw it over TCP, and as Asterisk logged it. */
  @Test
  void a_capture_over_tcp_and_asterisks_own_log_agree() {
    Run capture = analyze(CAPTURES.resolve("asterisk22-tcp.pcapng"));
    Run log = analyze(CAPTURES.resolve("asterisk22-tcp.log"));
    assertThat(capture.err() + log.err()).isEmpty();
    assertThat(capture.each("end"))
        .containsExactly("alice bye", "anna dropped_by_timer", "bob bye")
        .isEqualTo(log.each("end"));
    assertThat(capture.each("punctuality"))
        .containsExactly("alice on_time", "bob on_time")
        .isEqualTo(log.each("punctuality"));
    assertThat(capture.each("by"))
        .containsExactly("alice caller", "bob callee")
        .isEqualTo(log.each("by"));
    assertThat(capture.each("kind"))
        .containsExactly("anna DROPPED_BY_TIMER")
        .isEqualTo(log.each("kind"));
  }

  @Test
  void a_console_without_times_gives_what_was_negotiated_and_says_so() {
    Run run = analyze(CAPTURES.resolve("asterisk22-tcp-console.txt"));
    assertThat(run.each("interval_s")).hasSize(3);
    assertThat(run.each("outcome")).containsExactly("alice refreshed", "bob refreshed");
    assertThat(run.err()).contains("22 messages have no time").hasLineCount(1);
  }

  @Test
  void a_gap_is_told_in_one_line_that_names_the_file() throws IOException {
    byte[] whole = Files.readAllBytes(CAPTURES.resolve("asterisk22-tcp.pcapng"));
    // The segment with alice's UPDATE comes from another port, so it is missing in her stream.
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int update = text.indexOf("UPDATE sip:127.0.0.1:25160") - 32;
    assertThat(update).isPositive();
    whole[update] = 1;
    Run run = analyze(Files.write(directory.resolve("gap.pcapng"), whole));
    assertThat(run.err())
        .isEqualTo(
            "sessionwatch: %s: gaps in TCP streams with SIP, whose segments it lacks: 1%n"
                .formatted(directory.resolve("gap.pcapng")));
  }

  @Test
  void the_bar_shows_when_reading_takes_long_and_goes_before_other_lines() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    long[] nowUs = {0};
    ProgressBar bar = new ProgressBar(print(err), () -> nowUs[0], OptionalLong.of(400_000_000));
    nowUs[0] = 999_999;
    bar.accept(50_000_000);
    bar.clear();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    nowUs[0] = 1_000_000;
    bar.accept(50_000_000);
    nowUs[0] = 1_199_999;
    bar.accept(0);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[K[#######                       ]  25%  100 of 400 MB, 100 MB/s");
    err.reset();
    nowUs[0] = 2_000_000;
    bar.accept(300_000_000);
    bar.clear();
    bar.clear();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r\u001b[K[##############################] 100%  400 of 400 MB, 200 MB/s\r\u001b[K");
  }

  @Test
  void without_a_known_size_the_bar_is_a_count() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    long[] nowUs = {0};
    ProgressBar bar = new ProgressBar(print(err), () -> nowUs[0], OptionalLong.empty());
    nowUs[0] = 2_000_000;
    bar.accept(100_000_000);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[K100 MB read, 50 MB/s");
    assertThat(ProgressBar.total(List.of(ASTERISK.toString(), "-"))).isEmpty();
    assertThat(ProgressBar.total(List.of(ASTERISK.toString(), ASTERISK.toString())))
        .hasValue(2 * 239_082L);
  }
}
