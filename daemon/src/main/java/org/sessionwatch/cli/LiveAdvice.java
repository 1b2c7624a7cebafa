package org.sessionwatch.cli;

import java.util.List;
import org.sessionwatch.config.LiveSettings;

/** What lets the service look at packets. */
final class LiveAdvice {
  private static final String SECTION =
      """
      # /etc/sessionwatch/sessionwatch.toml: an interface whose packets are looked into (`ip link` lists them)
      [[live]]
      interface = "eth0"
      ports = [5060]

      """;

  private static final String DROP_IN =
      """
      # As root: apt-get install libpcap0.8
      # Then this as /etc/systemd/system/sessionwatch.service.d/live.conf, and
      # systemctl daemon-reload && systemctl restart sessionwatch
      [Service]
      AmbientCapabilities=CAP_NET_RAW
      CapabilityBoundingSet=CAP_NET_RAW
      RestrictAddressFamilies=AF_PACKET
      """;

  private LiveAdvice() {}

  static String text(List<LiveSettings> configured) {
    return (configured.isEmpty() ? SECTION : "") + DROP_IN;
  }
}
