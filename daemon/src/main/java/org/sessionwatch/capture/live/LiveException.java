package org.sessionwatch.capture.live;

import java.io.IOException;
import java.io.Serial;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.LiveSettings;

/** An interface cannot be listened to. The message is one line for the administrator. */
public final class LiveException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private LiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static LiveException noLibrary(Throwable cause) {
    return new LiveException(
        "[[live]] needs libpcap, and this host has none: apt-get install libpcap0.8 (Fedora: libpcap)",
        cause);
  }

  /** A filter that libpcap refuses, for the reason that it gives. */
  static LiveException filter(LiveSettings settings, String filter, String why) {
    String key = settings.filter() == null ? "live.ports" : "live.filter";
    return of(settings, key + ": libpcap refuses the filter \"" + filter + "\": " + why);
  }

  static LiveException linkType(LiveSettings settings, int linkType) {
    return of(
        settings,
        "live.interface: its packets are of a kind that is not read here (link type "
            + linkType
            + "; see tcpdump.org/linktypes.html)");
  }

  /**
   * A handle that libpcap does not activate.
   *
   * @param status what pcap_activate returned
   * @param why what it says itself
   */
  static LiveException notActivated(LiveSettings settings, int status, String why) {
    return of(
        settings,
        switch (status) {
          case Libpcap.NO_SUCH_DEVICE ->
              "live.interface: this host has no such interface; it has " + interfaces();
          case Libpcap.PERMISSION_DENIED ->
              "live.interface: user %s may not look at packets; it takes CAP_NET_RAW, and under systemd the drop-in that `sessionwatch pbx-config live` prints"
                  .formatted(System.getProperty("user.name"));
          case Libpcap.PROMISCUOUS_DENIED ->
              "live.promiscuous: user %s may not set it; CAP_NET_RAW alone is enough without"
                  .formatted(System.getProperty("user.name"));
          case Libpcap.INTERFACE_NOT_UP ->
              "live.interface: it is down; as root: ip link set %s up".formatted(settings.device());
          default -> "live.interface: " + (why.isBlank() ? "libpcap's status " + status : why);
        });
  }

  /** Whatever else libpcap says. */
  static LiveException of(LiveSettings settings, String why) {
    return new LiveException(
        "cannot listen to the packets of \"" + settings.device() + "\": " + why, null);
  }

  private static String interfaces() {
    try {
      return NetworkInterface.networkInterfaces()
          .map(NetworkInterface::getName)
          .sorted()
          .collect(Collectors.joining(", "));
    } catch (SocketException e) {
      return "those of `ip link`";
    }
  }
}
