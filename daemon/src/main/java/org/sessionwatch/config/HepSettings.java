package org.sessionwatch.config;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code [hep]}: where mirrored SIP is heard.
 *
 * @param listeners each address, at least one
 * @param silence when a source's silence is told
 */
public record HepSettings(List<ListenerSettings> listeners, SilenceSettings silence) {
  /** Refuses no listeners, and two at one place. */
  public HepSettings {
    listeners = List.copyOf(listeners);
    Check.that(!listeners.isEmpty(), "listen: needs at least one address");
  }

  /**
   * Listeners over UDP for everybody.
   *
   * @param listen UDP addresses, at least one
   * @param authKey the key that every datagram must carry; null when none is asked for
   * @param receiveBufferBytes receive buffer to ask the kernel for, in bytes, 4 KiB to 1 GiB
   */
  public HepSettings(
      List<InetSocketAddress> listen, @Nullable Secret authKey, int receiveBufferBytes) {
    this(
        listen.stream()
            .map(address -> ListenerSettings.udp(address, authKey, receiveBufferBytes))
            .toList(),
        SilenceSettings.AUTO);
  }
}
