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

  /** However fast messages come, only the last hundred thousand are remembered. */
  @Test
  void what_is_remembered_is_bounded() {
    for (int i = 0; i <= Copies.MOST_TRACKED + 1; i++) {
      isCopy(ONE, 1, sip("message " + i));
    }
    assertThat(isCopy(OTHER, 1, sip("message 0"))).isFalse();
    assertThat(isCopy(OTHER, 1, sip("message " + Copies.MOST_TRACKED))).isTrue();
  }

  @Test
  void each_of_several_sources_is_counted_by_itself() {
    CaptureSource third = new CaptureSource(3, null, "b");
    assertThat(isCopy(ONE, 1, sip("a"))).isFalse();
    assertThat(isCopy(OTHER, 2, sip("a"))).isTrue();
    assertThat(isCopy(third, 3, sip("a"))).isTrue();
    assertThat(isCopy(third, 4, sip("a"))).isFalse();
    assertThat(isCopy(OTHER, 5, sip("a"))).isTrue();
    assertThat(isCopy(ONE, 6, sip("a"))).isTrue();
  }
}
