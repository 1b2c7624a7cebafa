package org.sessionwatch.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The hash that Call-IDs are found by. */
final class KeyedHashTest {
  private static final KeyedHash KNOWN = new KeyedHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  /** Computed by another program, which gives the authors' own figures for SipHash-2-4 as well. */
  @Test
  void is_siphash_1_3() {
    assertThat(KNOWN.of(countingUp(0))).isEqualTo(0xabac0158050fc4dcL);
    assertThat(KNOWN.of(countingUp(1))).isEqualTo(0xc9f49bf37d57ca93L);
    assertThat(KNOWN.of(countingUp(7))).isEqualTo(0xd3927d989bb11140L);
    assertThat(KNOWN.of(countingUp(8))).isEqualTo(0x369095118d299a8eL);
    assertThat(KNOWN.of(countingUp(15))).isEqualTo(0xd320d86d2a519956L);
    assertThat(KNOWN.of(countingUp(63))).isEqualTo(0x9d199062b7bbb3a8L);
  }

  @Test
  void is_another_one_under_each_key() {
    byte[] text = text("b1946ac92492d2347c6235b4d2611184@10.1.2.3");

    assertThat(new KeyedHash(1, 2).of(text)).isNotEqualTo(new KeyedHash(1, 3).of(text));
    assertThat(new KeyedHash().of(text)).isNotEqualTo(new KeyedHash().of(text));
  }

  /** What is alike to {@link String#hashCode} is not alike here. */
  @Test
  void spreads_texts_that_were_made_up_to_collide() {
    Set<Long> places = new HashSet<>();
    for (int i = 0; i < 1 << 10; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 10; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      places.add(KNOWN.of(text(text.toString())) & 0xffff);
    }
    assertThat(places).hasSizeGreaterThan(990);
  }

  private static byte[] countingUp(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
