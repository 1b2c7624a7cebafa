package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is packed comes out again, of whatever length. */
final class PackedTextsTest {
  private static final List<Integer> LENGTHS =
      List.of(0, 1, 9, 127, 128, 129, 16_383, 16_384, 70_000);

  @Test
  void gives_back_each_text_of_any_length() {
    for (int first : LENGTHS) {
      for (int second : LENGTHS) {
        byte[] packed = PackedTexts.of(utf8("a", first), utf8("b", second), utf8("c", 3));
        assertThat(PackedTexts.text(packed, 0)).isEqualTo("a".repeat(first));
        assertThat(PackedTexts.bytes(packed, 1)).isEqualTo(utf8("b", second));
        assertThat(PackedTexts.text(packed, 2)).isEqualTo("ccc");
      }
    }
  }

  @Test
  void keeps_what_is_not_ascii() {
    byte[] packed = PackedTexts.of(utf8("", 1), utf8("grün", 40));

    assertThat(PackedTexts.text(packed, 1)).isEqualTo("grün".repeat(40));
    assertThat(PackedTexts.isEmpty(packed, 0)).isTrue();
    assertThat(PackedTexts.isEmpty(packed, 1)).isFalse();
  }

  @Test
  void tells_equal_texts_from_others() {
    byte[] packed = PackedTexts.of(utf8("tag", 1), utf8("other", 1));
    byte[] swapped = PackedTexts.of(utf8("other", 1), utf8("tag", 1), utf8("uri", 1));

    assertThat(PackedTexts.isSame(packed, 0, swapped, 1)).isTrue();
    assertThat(PackedTexts.isSame(packed, 0, swapped, 0)).isFalse();
    assertThat(PackedTexts.isSame(packed, 0, swapped, 2)).isFalse();
  }

  private static byte[] utf8(String text, int times) {
    return text.repeat(times).getBytes(StandardCharsets.UTF_8);
  }
}
