package org.sessionwatch.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code [[pbx]]}: one PBX.
 *
 * @param name its name in rows and alerts
 * @param kind what it is
 * @param rules what tells its messages from another's
 * @param ami its manager interface; null when it is not used
 * @param probe its SIP address for OPTIONS; null when it is not asked
 */
public record PbxSettings(
    String name,
    PbxKind kind,
    PbxRules rules,
    @Nullable AmiSettings ami,
    @Nullable ProbeSettings probe) {
  /** HEP carries the capture id in 32 bits. */
  static final long MOST_CAPTURE_ID = 0xFFFF_FFFFL;

  /** Refuses values outside their ranges. */
  public PbxSettings {
    Check.notBlank("name", name);
    Check.that(ami == null || kind == PbxKind.ASTERISK, "ami: only Asterisk has it");
  }
}
