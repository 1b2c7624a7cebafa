package org.sessionwatch.capture.pcap;

import static org.sessionwatch.capture.NetworkOrder.u16;
import static org.sessionwatch.capture.NetworkOrder.u8;

import org.jspecify.annotations.Nullable;

/** What stands before the IP header of a captured frame, by libpcap's LINKTYPE numbers. */
enum LinkType {
  /** BSD loopback: the address family in the capturing machine's byte order. */
  NULL(4),
  /** OpenBSD loopback: the same in network byte order. */
  LOOP(4),
  /** Nothing. */
  RAW(0),
  ETHERNET(14) {
    @Override
    int etherTypeAt() {
      return 12;
    }
  },
  /** What Linux writes for {@code -i any}, version 1. */
  LINUX_COOKED(16) {
    @Override
    int etherTypeAt() {
      return 14;
    }
  },
  /** The same, version 2. */
  LINUX_COOKED_2(20) {
    @Override
    int etherTypeAt() {
      return 0;
    }
  };

  /** No IP packet in the frame. */
  static final int NONE = -1;

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;
  private static final int VLAN_TAG_LENGTH = 4;

  private final int headerLength;

  LinkType(int headerLength) {
    this.headerLength = headerLength;
  }

  /** By number, as of tcpdump.org/linktypes.html; null when it is not one of those read here. */
  static @Nullable LinkType of(int number) {
    return switch (number) {
      case 0 -> NULL;
      case 1 -> ETHERNET;
      // 12 and 14 are what some systems wrote before 101 was agreed on.
      case 12, 14, 101, 228, 229 -> RAW;
      case 108 -> LOOP;
      case 113 -> LINUX_COOKED;
      case 276 -> LINUX_COOKED_2;
      default -> null;
    };
  }

  /** Where the frame's EtherType is; {@link #NONE} where the IP version alone tells. */
  int etherTypeAt() {
    return NONE;
  }

  /** Where the IP header of the frame {@code bytes[at, end)} is; {@link #NONE} if there is none. */
  int ipAt(byte[] bytes, int at, int end) {
    if (end - at <= headerLength) {
      return NONE;
    }
    int ip = at + headerLength;
    if (etherTypeAt() == NONE) {
      int version = u8(bytes, ip) >> 4;
      return version == 4 || version == 6 ? ip : NONE;
    }
    int type = u16(bytes, at + etherTypeAt());
    while ((type == VLAN || type == SERVICE_VLAN) && end - ip > VLAN_TAG_LENGTH) {
      type = u16(bytes, ip + 2);
      ip += VLAN_TAG_LENGTH;
    }
    return type == IPV4 || type == IPV6 ? ip : NONE;
  }
}
