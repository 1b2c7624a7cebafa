package org.sessionwatch.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void the_search_by_eight_bytes_finds_what_one_by_bytes_finds() {
    SplittableRandom random = new SplittableRandom(4028);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        // Neighbours of the wanted one in every bit, and bytes below 0.
        bytes[i] = (byte) ("\n\u000b\t\u008a".charAt(random.nextInt(4)) + random.nextInt(2));
      }
      int start = random.nextInt(bytes.length + 1);
      int end = start + random.nextInt(bytes.length - start + 1);
      assertThat(Text.indexOf(bytes, start, end, '\n')).isEqualTo(slowly(bytes, start, end));
    }
  }

  private static int slowly(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
