package org.sessionwatch.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as text. Only literal ones, so that starting never waits for a name server. */
public final class Addresses {
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([^:\\[\\]]+)):(\\d{1,5})");

  /** No byte above 255: Java would take it for a name and ask a server. */
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

  /** Not with a dot at its beginning, for the same reason. */
  private static final Pattern IPV6 = Pattern.compile("(?!\\.)[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

  private Addresses() {}

  /** Reads an IPv4 or IPv6 address as Java writes it; empty for a name or anything else. */
  public static Optional<InetAddress> literal(String text) {
    int zone = text.indexOf('%');
    return address(zone < 0 ? text : text.substring(0, zone));
  }

  /** Reads an IPv4 or IPv6 address; empty for a name or anything else. */
  static Optional<InetAddress> address(String text) {
    if (text.equals("localhost")) {
      return address("127.0.0.1");
    }
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text)); // a literal: asks no name server
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Reads {@code 127.0.0.1:9060} or {@code [::1]:9060}; empty for anything else. */
  public static Optional<InetSocketAddress> addressAndPort(String text) {
    Matcher matcher = WITH_PORT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(3));
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    if (port < 1 || port > 65535) {
      return Optional.empty();
    }
    return address(host).map(address -> new InetSocketAddress(address, port));
  }

  /** Writes an address and port as {@link #addressAndPort} reads them. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
