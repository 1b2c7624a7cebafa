package org.sessionwatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the sections {@code [[live]]}. */
final class LiveReader {
  private LiveReader() {}

  static List<LiveSettings> read(Section root) {
    List<LiveSettings> all = root.children("live").stream().map(LiveReader::live).toList();
    Set<String> devices = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      if (!devices.add(all.get(i).device())) {
        root.mistake(
            "live[" + i + "].interface",
            "\"%s\" is also that of another [[live]]; one takes a list of ports"
                .formatted(all.get(i).device()));
      }
    }
    return all;
  }

  private static LiveSettings live(Section section) {
    String device = section.required("interface", "eth0");
    boolean hasPorts = section.raw("ports") != null;
    List<Integer> ports = ports(section);
    Optional<String> filter = section.text("filter");
    int buffer =
        section.size(
            "buffer",
            LiveSettings.LEAST_BUFFER_BYTES,
            LiveSettings.MOST_BUFFER_BYTES,
            Defaults.LIVE_BUFFER_BYTES);
    boolean promiscuous = section.flag("promiscuous", false);
    section.refuseUnknownKeys();
    if (hasPorts && filter.isPresent()) {
      section.mistake("filter", "takes the place of ports: leave one of them out");
    }
    return new LiveSettings(device, ports, filter.orElse(null), buffer, promiscuous);
  }

  private static List<Integer> ports(Section section) {
    List<Integer> ports = new ArrayList<>();
    List<JsonNode> written = section.list("ports");
    for (JsonNode value : written) {
      if (value.isInt() && value.intValue() >= 1 && value.intValue() <= 65535) {
        ports.add(value.intValue());
      } else {
        section.mistake("ports", value + " is not a port from 1 to 65535, without quotes");
      }
    }
    if (written.isEmpty() && section.raw("ports") != null) {
      section.mistake("ports", "needs at least one port");
    }
    return ports.isEmpty() ? List.of(Defaults.SIP_PORT) : ports;
  }
}
