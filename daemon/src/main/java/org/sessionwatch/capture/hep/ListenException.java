package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.config.Transport;

/** An address could not be listened on. The message is one line for the administrator. */
public final class ListenException extends IOException {
  @Serial private static final long serialVersionUID = 1;
  private static final int FIRST_ORDINARY_PORT = 1024;

  private ListenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static ListenException of(ListenerSettings listener, Exception cause) {
    return new ListenException(
        "cannot listen for HEP on %s (%s): %s"
            .formatted(
                SocketAddresses.text(listener.address()),
                listener.transport(),
                why(listener.address(), listener.transport() == Transport.UDP, cause)),
        cause);
  }

  private static String why(InetSocketAddress address, boolean udp, Exception cause) {
    if (address.isUnresolved()) {
      return "no address is known for that name: give hep.listen an IP address";
    }
    if (!isOurs(address.getAddress())) {
      return "this machine has no such address: give hep.listen one of its own (`ip address`)";
    }
    String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (reason.contains("in use")) {
      return "already in use by another program: another sessionwatch, heplify or Homer?"
          + (udp ? " `ss -ulnp sport = :" : " `ss -tlnp sport = :")
          + address.getPort()
          + "` tells which; stop it or change hep.listen";
    }
    if (address.getPort() < FIRST_ORDINARY_PORT && reason.contains("permission")) {
      return "ports below 1024 are not for ordinary users: choose a higher one in hep.listen";
    }
    return lastLine(reason);
  }

  /** MINA puts the kernel's reason behind its own, on a line of its own. */
  private static String lastLine(String reason) {
    String last = reason.substring(reason.lastIndexOf('\n') + 1);
    return last.substring(last.indexOf(':') + 1).strip();
  }

  private static boolean isOurs(InetAddress address) {
    try {
      return address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true; // cannot tell, so let the kernel's reason speak
    }
  }
}
