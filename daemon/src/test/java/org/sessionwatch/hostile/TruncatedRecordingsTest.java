package org.sessionwatch.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.sip.Malformed;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScan;
import org.sessionwatch.sip.SipScanner;

/** Every recording among the fixtures, cut at every byte. */
@Timeout(value = 240, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TruncatedRecordingsTest {
  private static final Path FOLDER = Path.of("src/test/resources/captures");
  private static final Set<Malformed.Reason> OF_A_CUT =
      Set.of(Malformed.Reason.CUT, Malformed.Reason.START_LINE);
  private static final int PCAP_HEADER = 24;
  private static final int RECORD_HEADER = 16;

  /** How long the parts are that a long recording is cut into, whole frames each. */
  private static final int PART = 6_000;

  private static byte[] fixture(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name));
  }

  /**
   * A long recording in parts, so that each byte of each frame is where one is cut, but what was
   * read before it is short.
   */
  private static List<byte[]> parts(byte[] pcap) {
    ByteBuffer whole = ByteBuffer.wrap(pcap).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> parts = new ArrayList<>();
    int at = PCAP_HEADER;
    while (at < pcap.length) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      part.write(pcap, 0, PCAP_HEADER);
      while (at < pcap.length && part.size() < PART) {
        int length = RECORD_HEADER + whole.getInt(at + 8);
        part.write(pcap, at, length);
        at += length;
      }
      parts.add(part.toByteArray());
    }
    return parts;
  }

  @Test
  void a_capture_cut_at_any_byte_gives_the_whole_messages_before_it_and_says_so()
      throws IOException {
    for (byte[] part : parts(fixture("asterisk22-direct.pcap"))) {
      List<CapturedMessage> whole = ReadThrough.of(part).messages();
      for (int length = 0; length < part.length; length++) {
        ReadThrough cut = ReadThrough.of(Arrays.copyOf(part, length));
        isBeginningOf(whole, cut.messages());
        assertThat(told(cut)).as("%d bytes", length).isEqualTo(!endsWithFrame(part, length));
      }
    }
  }

  /** Whether the recording says that something is wrong with it. */
  private static boolean told(ReadThrough cut) {
    return cut.refusal() != null || cut.warning() != null;
  }

  private static boolean endsWithFrame(byte[] pcap, int length) {
    ByteBuffer whole = ByteBuffer.wrap(pcap).order(ByteOrder.LITTLE_ENDIAN);
    int at = PCAP_HEADER;
    while (at < length) {
      at += RECORD_HEADER + whole.getInt(at + 8);
    }
    return at == length;
  }

  private static void isBeginningOf(List<CapturedMessage> whole, List<CapturedMessage> cut) {
    assertThat(cut.size()).isLessThanOrEqualTo(whole.size());
    for (int i = 0; i < cut.size(); i++) {
      assertThat(Arrays.equals(cut.get(i).sip(), whole.get(i).sip())).isTrue();
    }
  }

  @Test
  void a_capture_of_streams_cut_at_any_byte_gives_whole_messages() throws IOException {
    byte[] whole = fixture("asterisk22-tcp.pcapng");
    List<String> messages = texts(ReadThrough.of(whole).messages());
    int most = 0;
    for (int length = 0; length < whole.length; length++) {
      ReadThrough cut = ReadThrough.of(Arrays.copyOf(whole, length));
      assertThat(messages).as("%d bytes", length).containsAll(texts(cut.messages()));
      assertThat(cut.messages().size()).isGreaterThanOrEqualTo(most);
      most = cut.messages().size();
    }
    assertThat(most).isEqualTo(messages.size());
  }

  private static List<String> texts(List<CapturedMessage> messages) {
    return messages.stream().map(message -> Arrays.toString(message.sip())).toList();
  }

  /** Text cannot say that it is cut; but what it tells of a message then looks cut too. */
  @ParameterizedTest
  @CsvSource({
    "asterisk22-tcp.log, false",
    "asterisk22-tcp-console.txt, false",
    "grandstream-ucm6304-update.log, true"
  })
  void a_trace_cut_at_any_byte_gives_whole_messages_and_a_last_one_that_looks_cut(
      String name, boolean endsLookWhole) throws IOException {
    byte[] whole = fixture(name);
    List<CapturedMessage> messages = ReadThrough.of(whole).messages();
    for (int length = 0; length < whole.length; length++) {
      List<CapturedMessage> cut = ReadThrough.of(Arrays.copyOf(whole, length)).messages();
      int last = cut.size() - 1;
      isBeginningOf(messages, cut.subList(0, Math.max(0, last)));
      if (last >= 0) {
        // A Grandstream log has nothing to tell the end of a message by but the end of a line.
        boolean looksWhole = endsLookWhole && whole[length - 1] == '\n';
        lastIsWholeOrCut(messages.get(last).sip(), cut.get(last).sip(), looksWhole, length);
      }
    }
  }

  private static void lastIsWholeOrCut(byte[] whole, byte[] cut, boolean looksWhole, int length) {
    SipScan scan = SipScanner.scan(cut);
    boolean looksCut =
        scan instanceof SipMessage message ? message.isCut() : OF_A_CUT.contains(reason(scan));
    boolean headersAreThere =
        scan instanceof SipMessage message
            && sameHeaders(message, (SipMessage) SipScanner.scan(whole));
    assertThat(looksCut || looksWhole || headersAreThere)
        .as("cut to %d bytes: %s", length, scan)
        .isTrue();
  }

  private static Malformed.Reason reason(SipScan scan) {
    return ((Malformed) scan).reason();
  }

  private static boolean sameHeaders(SipMessage one, SipMessage other) {
    return one.toString().equals(other.toString())
        && one.sessionExpiresS() == other.sessionExpiresS()
        && one.refresher() == other.refresher()
        && one.callId().equals(other.callId())
        && one.toTag().equals(other.toTag());
  }
}
