package org.sessionwatch.capture.live;

import java.util.List;
import java.util.stream.Collectors;

/** The filter, in libpcap's language (pcap-filter(7)), for the packets of SIP's ports. */
final class PortFilter {
  private static final int ETHERNET = 1;

  /**
   * All pieces of fragmented packets: only the first one has the ports, and {@code port} does not
   * see them even there in IPv6 (its next header is 44). Few packets besides long SIP come in
   * pieces.
   */
  private static final String FRAGMENTS = "(ip[6:2] & 0x3fff != 0) or (ip6[6] = 44)";

  private PortFilter() {}

  /**
   * Packets from or to one of the ports.
   *
   * @param linkType libpcap knows VLAN tags on Ethernet only
   */
  static String text(List<Integer> ports, int linkType) {
    String plain =
        ports.stream().map(port -> "port " + port).collect(Collectors.joining(" or "))
            + " or "
            + FRAGMENTS;
    if (linkType != ETHERNET) {
      return plain;
    }
    // Each "vlan" moves all that stands behind it by one tag.
    return "%1$s or (vlan and (%1$s or (vlan and (%1$s))))".formatted(plain);
  }
}
