package org.sessionwatch.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CopiesTest {
  private static final CaptureSource ONE = new CaptureSource(1, null, "a");
  private static final CaptureSource OTHER = new CaptureSource(2, null, "a");

  private final Copies copies = new Copies();

  private boolean isCopy(CaptureSource source, long timeUs, byte[] sip) {
    return copies.isCopy(new CapturedMessage(source, timeUs, timeUs, null, null, sip.clone()));
  }

  private static byte[] sip(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void what_another_source_tells_is_a_copy_and_what_the_same_one_tells_again_is_not() {
    assertThat(isCopy(ONE, 1, sip("a"))).isFalse();
    assertThat(isCopy(OTHER, 2, sip("a"))).isTrue();
    assertThat(isCopy(ONE, 3, sip("a"))).isFalse();
    assertThat(isCopy(OTHER, 4, sip("a"))).isTrue();
    assertThat(isCopy(OTHER, 5, sip("b"))).isFalse();
    assertThat(copies.count()).isEqualTo(2);
  }

  @Test
  void what_was_told_ten_seconds_ago_is_forgotten() {
    assertThat(isCopy(ONE, 0, sip("a"))).isFalse();
    assertThat(isCopy(ONE, 1, sip("b"))).isFalse();
    assertThat(isCopy(OTHER, 10_000_001, sip("a"))).isFalse();
    assertThat(isCopy(OTHER, 10_000_001, sip("b"))).isTrue();
  }

  /** However fast messages come, only the last 16 MB are remembered. */
  @Test
  void what_is_remembered_is_bounded() {
    for (int i = 0; i < 300; i++) {
      byte[] large = new byte[64 << 10];
      large[0] = (byte) i;
      large[1] = (byte) (i >> 8);
      isCopy(ONE, i, large);
    }
    byte[] first = new byte[64 << 10];
    byte[] last = first.clone();
    last[0] = (byte) 299;
    last[1] = 299 >> 8;
    assertThat(isCopy(OTHER, 300, last)).isTrue();
    assertThat(isCopy(OTHER, 300, first)).isFalse();
  }
}
