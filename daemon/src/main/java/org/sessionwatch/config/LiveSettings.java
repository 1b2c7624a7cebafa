package org.sessionwatch.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code [[live]]}: a network interface whose packets are looked into, for PBXs that cannot mirror.
 *
 * @param device the interface's name, {@code any} for all of them
 * @param ports SIP's UDP and TCP ports, each 1 to 65535; not used where there is a filter
 * @param filter in libpcap's language, in place of one made of the ports; null for none
 * @param bufferBytes of packets that the kernel keeps for us, 256 KiB to 1 GiB
 * @param promiscuous whether packets to other hosts are taken too
 */
public record LiveSettings(
    String device,
    List<Integer> ports,
    @Nullable String filter,
    int bufferBytes,
    boolean promiscuous) {
  /** One block of the kernel's ring holds the longest packet there is. */
  static final int LEAST_BUFFER_BYTES = 256 << 10;

  static final int MOST_BUFFER_BYTES = 1 << 30;

  /** Refuses values outside their ranges. */
  public LiveSettings {
    ports = List.copyOf(ports);
    Check.notBlank("interface", device);
    Check.that(!ports.isEmpty() || filter != null, "ports: needs at least one port");
    ports.forEach(port -> Check.range("ports", port, 1, 65535));
    Check.range("buffer", bufferBytes, LEAST_BUFFER_BYTES, MOST_BUFFER_BYTES);
  }
}
