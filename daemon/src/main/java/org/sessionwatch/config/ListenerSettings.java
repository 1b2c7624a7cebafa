package org.sessionwatch.config;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code [[hep.listener]]}, or what {@code [hep] listen} says in short: one address where mirrored
 * SIP is heard, and by which rules.
 *
 * @param address where
 * @param transport how
 * @param rules who may speak, and what
 * @param receiveBufferBytes receive buffer to ask the kernel for, in bytes, 4 KiB to 1 GiB
 * @param connections for TCP and TLS
 * @param tls for TLS; null for the others
 */
public record ListenerSettings(
    InetSocketAddress address,
    Transport transport,
    Rules rules,
    int receiveBufferBytes,
    ConnectionSettings connections,
    @Nullable TlsSettings tls) {
  static final int LEAST_BUFFER_BYTES = 4 << 10;
  static final int MOST_BUFFER_BYTES = 1 << 30;
  static final int LEAST_MESSAGE_BYTES = 1 << 10;

  /** HEP3 has 16 bits for a message's length. */
  static final int MOST_MESSAGE_BYTES = 1 << 16;

  /** Refuses values outside their ranges. */
  public ListenerSettings {
    Check.range("receive_buffer", receiveBufferBytes, LEAST_BUFFER_BYTES, MOST_BUFFER_BYTES);
    Check.that((tls != null) == (transport == Transport.TLS), "tls: is for TLS, and TLS needs it");
  }

  /** A listener over UDP for everybody. */
  public static ListenerSettings udp(
      InetSocketAddress address, @Nullable Secret authKey, int receiveBufferBytes) {
    return new ListenerSettings(
        address,
        Transport.UDP,
        new Rules(authKey, List.of(), MOST_MESSAGE_BYTES),
        receiveBufferBytes,
        Defaults.CONNECTIONS,
        null);
  }

  /** Whether only those who have shown a key, an address or a certificate are heard. */
  public boolean isGuarded() {
    return rules.authKey() != null
        || !rules.allow().isEmpty()
        || (tls != null && tls.clientCertificate() == ClientCertificate.REQUIRED);
  }

  /**
   * Who may speak, and what.
   *
   * @param authKey the key that every message must carry; null when none is asked for
   * @param allow the addresses that are heard; empty for all
   * @param mostMessageBytes how long a message may be, as it comes and as it inflates, in bytes, 1
   *     KiB to 64 KiB
   */
  public record Rules(@Nullable Secret authKey, List<AddressRange> allow, int mostMessageBytes) {
    /** Refuses values outside their ranges. */
    public Rules {
      allow = List.copyOf(allow);
      Check.range("most_message", mostMessageBytes, LEAST_MESSAGE_BYTES, MOST_MESSAGE_BYTES);
    }
  }
}
