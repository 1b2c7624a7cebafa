package org.sessionwatch.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PBX sends and takes SIP: {@code 192.0.2.10}, {@code 192.0.2.10:5080}, {@code
 * 192.0.2.0/28}, {@code [2001:db8::1]:5060}.
 *
 * @param range its addresses
 * @param port its port, 1 to 65535; 0 for any
 */
public record SipAddress(AddressRange range, int port) {
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[([^\\[\\]]+)\\]|([^:\\[\\]/]+)):(\\d{1,5})");

  /** Refuses a port that is none. */
  public SipAddress {
    Check.range("port", port, 0, 65535);
  }

  /** Reads one; empty when the text is none. */
  static Optional<SipAddress> of(String text) {
    Matcher matcher = WITH_PORT.matcher(text.strip());
    if (!matcher.matches()) {
      return AddressRange.of(text.strip()).map(range -> new SipAddress(range, 0));
    }
    int port = Integer.parseInt(matcher.group(3));
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return port < 1 || port > 65535
        ? Optional.empty()
        : AddressRange.of(host).map(range -> new SipAddress(range, port));
  }

  /** Whether a SIP message's source or destination is here. */
  public boolean contains(@Nullable InetSocketAddress address) {
    if (address == null || (port != 0 && port != address.getPort())) {
      return false;
    }
    InetAddress host = address.getAddress();
    return host != null && range.contains(host);
  }

  /** Whether everything that is there is also here. */
  boolean covers(SipAddress other) {
    return (port == 0 || port == other.port) && covers(range, other.range);
  }

  /** Whether the first range has all addresses of the other. */
  static boolean covers(AddressRange range, AddressRange other) {
    return range.prefix() <= other.prefix() && range.contains(other.network());
  }

  @Override
  public String toString() {
    boolean single = range.prefix() == 8 * range.network().getAddress().length;
    String host = single ? range.network().getHostAddress() : range.toString();
    if (port == 0) {
      return host;
    }
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
