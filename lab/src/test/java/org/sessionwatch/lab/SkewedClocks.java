package org.sessionwatch.lab;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;

/** PBXs whose clocks are a day off, one ahead and one behind: their HEP3 as they would send it. */
final class SkewedClocks {
  /** How far ahead the clock is of the PBX with this capture id. */
  static final Map<Integer, Duration> AHEAD =
      Map.of(2001, Duration.ofDays(1), 2002, Duration.ofDays(-1));

  private static final int HEADER = 6;
  private static final int CHUNK_HEADER = 6;

  // Chunks of vendor 0, as in HEP3's own document.
  private static final int SECONDS = 9;
  private static final int CAPTURE_ID = 12;

  private SkewedClocks() {}

  /** Sets the capture time in the HEP3 message {@code hep[0, length)} to what such a clock says. */
  static void shift(byte[] hep, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(hep, 0, length);
    int seconds = valueOf(bytes, SECONDS);
    Duration ahead = AHEAD.get(bytes.getInt(valueOf(bytes, CAPTURE_ID)));
    if (ahead == null) {
      throw new AssertionError("HEP of a PBX that is not the lab's");
    }
    bytes.putInt(seconds, bytes.getInt(seconds) + (int) ahead.toSeconds());
  }

  /** Where the value of the chunk of this type begins. */
  private static int valueOf(ByteBuffer hep, int type) {
    int at = HEADER;
    while (hep.getShort(at) != 0 || hep.getShort(at + 2) != type) {
      at += Short.toUnsignedInt(hep.getShort(at + 4));
    }
    return at + CHUNK_HEADER;
  }
}
