package org.sessionwatch.config;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses that begin with the same bits, as CIDR writes them (RFC 4632): {@code 192.0.2.0/24},
 * {@code 2001:db8::/32}; an address alone is a range of one.
 *
 * @param network the first of them: the bits behind the prefix are 0
 * @param prefix how many bits are the same, 0 to 32 for IPv4 and to 128 for IPv6
 */
public record AddressRange(InetAddress network, int prefix) {
  /** Refuses a prefix that is longer than the address, and bits behind it. */
  public AddressRange {
    byte[] bytes = network.getAddress();
    Check.range("prefix", prefix, 0, 8L * bytes.length);
    Check.that(isZeroBehind(bytes, prefix), "network: has bits behind its prefix");
  }

  /** Reads a range; empty when the text is none, or has bits behind the prefix. */
  static Optional<AddressRange> of(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address =
        Addresses.address(slash < 0 ? text : text.substring(0, slash).strip());
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int bits = 8 * address.get().getAddress().length;
    String prefix = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1).strip();
    if (!prefix.matches("\\d{1,3}") || Integer.parseInt(prefix) > bits) {
      return Optional.empty();
    }
    int length = Integer.parseInt(prefix);
    return isZeroBehind(address.get().getAddress(), length)
        ? Optional.of(new AddressRange(address.get(), length))
        : Optional.empty();
  }

  /** Whether the address is one of them. Java takes IPv4 mapped into IPv6 for IPv4. */
  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit += 8) {
      int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit)) & 0xff;
      if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZeroBehind(byte[] bytes, int prefix) {
    for (int bit = prefix; bit < 8 * bytes.length; bit++) {
      if ((bytes[bit / 8] & 0x80 >> bit % 8) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }
}
