package org.sessionwatch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentMessagesTest {
  private static final long START = 1_800_000_000_000_000L;

  private final RecentMessages recent = new RecentMessages();

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void knows_the_same_bytes_for_about_32_seconds() {
    assertThat(recent.isKnown(ascii("INVITE sip:a 1"), START)).isFalse();
    assertThat(recent.isKnown(ascii("INVITE sip:a 1"), START + 32_000_000)).isTrue();
    assertThat(recent.isKnown(ascii("INVITE sip:a 1"), START + 64_300_000)).isFalse();
  }

  /** Each byte counts: what differs in one only is another message. */
  @Test
  void knows_nothing_that_differs() {
    byte[] message = ascii("INVITE sip:100@127.0.0.1 SIP/2.0\r\nCSeq: 1\r\n");
    recent.isKnown(message, START);
    for (int i = 0; i < message.length; i++) {
      byte[] other = message.clone();
      other[i] ^= 1;
      assertThat(recent.isKnown(other, START)).as("byte %d", i).isFalse();
    }
    assertThat(recent.isKnown(new byte[0], START)).isFalse();
    assertThat(recent.isKnown(new byte[1], START)).isFalse();
  }

  /** Listeners have threads of their own. */
  @Test
  void of_two_that_come_at_the_same_time_to_two_threads_one_is_a_copy() {
    for (int round = 0; round < 200; round++) {
      byte[] message = ascii("BYE sip:" + round);
      long known =
          IntStream.range(0, 4)
              .parallel()
              .filter(thread -> recent.isKnown(message, START + thread * 200_000L))
              .count();
      assertThat(known).isEqualTo(3);
    }
  }
}
