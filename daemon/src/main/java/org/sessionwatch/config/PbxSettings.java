package org.sessionwatch.config;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code [[pbx]]}: one PBX.
 *
 * @param name its name in rows and alerts
 * @param kind what it is
 * @param captureIds HEP capture ids that its mirrored messages carry
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
    @Nullable ProbeSettings probe) {}
