package org.sessionwatch.config;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code [hep]}: where mirrored SIP is heard.
 *
 * @param listen UDP addresses, at least one
 * @param authKey the key that every datagram must carry; null when none is asked for
 * @param receiveBufferBytes receive buffer to ask the kernel for, in bytes
 */
public record HepSettings(
    List<InetSocketAddress> listen, @Nullable Secret authKey, int receiveBufferBytes) {}
