package org.sessionwatch.config;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code [hep]}: where mirrored SIP is heard.
 *
 * @param listen UDP addresses, at least one
 * @param authKey the key that every datagram must carry; null when none is asked for
 * @param receiveBufferBytes receive buffer to ask the kernel for, in bytes, 4 KiB to 1 GiB
 */
public record HepSettings(
    List<InetSocketAddress> listen, @Nullable Secret authKey, int receiveBufferBytes) {
  static final int LEAST_BUFFER_BYTES = 4 << 10;
  static final int MOST_BUFFER_BYTES = 1 << 30;

  /** Refuses values outside their ranges. */
  public HepSettings {
    listen = List.copyOf(listen);
    Check.that(!listen.isEmpty(), "listen: needs at least one address");
    Check.range("receive_buffer", receiveBufferBytes, LEAST_BUFFER_BYTES, MOST_BUFFER_BYTES);
  }
}
