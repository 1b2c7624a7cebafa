package org.sessionwatch.config;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code [[pbx]]}: one PBX.
 *
 * @param name its name in rows and alerts
 * @param kind what it is
 * @param captureIds HEP capture ids that its mirrored messages carry, each 0 to 4294967295
 * @param addresses addresses that its mirrored messages come from, where capture ids do not tell
 * @param ami its manager interface; null when it is not used
 * @param probe its SIP address for OPTIONS; null when it is not asked
 */
public record PbxSettings(
    String name,
    PbxKind kind,
    List<Long> captureIds,
    List<InetAddress> addresses,
    @Nullable AmiSettings ami,
    @Nullable ProbeSettings probe) {
  /** HEP carries the capture id in 32 bits. */
  static final long MOST_CAPTURE_ID = 0xFFFF_FFFFL;

  /** Refuses values outside their ranges. */
  public PbxSettings {
    captureIds = List.copyOf(captureIds);
    addresses = List.copyOf(addresses);
    Check.notBlank("name", name);
    for (long id : captureIds) {
      Check.range("capture_ids", id, 0, MOST_CAPTURE_ID);
    }
    Check.that(ami == null || kind == PbxKind.ASTERISK, "ami: only Asterisk has it");
  }
}
