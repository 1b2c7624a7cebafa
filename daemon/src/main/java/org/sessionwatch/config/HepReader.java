package org.sessionwatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code [hep]} and its listeners. What {@code [hep]} says of keys, addresses and sizes holds
 * for each listener that does not say it for itself.
 */
final class HepReader {
  private final SecretReader secrets;
  private final TlsReader tls;

  /**
   * A reader for one configuration file.
   *
   * @param secrets reads auth keys
   * @param folder relative paths of PEM files are taken from it
   */
  HepReader(SecretReader secrets, Path folder) {
    this.secrets = secrets;
    this.tls = new TlsReader(folder);
  }

  /** What listeners have in common. */
  private record Common(
      ListenerSettings.Rules rules, int receiveBufferBytes, ConnectionSettings connections) {
    static final Common DEFAULT =
        new Common(
            new ListenerSettings.Rules(null, List.of(), Defaults.HEP_MOST_MESSAGE_BYTES),
            Defaults.HEP_RECEIVE_BUFFER_BYTES,
            Defaults.CONNECTIONS);
  }

  HepSettings read(Section section) {
    Common common = common(section, Common.DEFAULT);
    List<ListenerSettings> listeners = new ArrayList<>();
    List<Section> longForms = section.children("listener");
    for (InetSocketAddress address : addresses(section)) {
      listeners.add(listener(address, Transport.UDP, common, Optional.empty()));
    }
    for (Section longForm : longForms) {
      listeners.addAll(listeners(longForm, common));
    }
    if (listeners.isEmpty()) {
      listeners.add(listener(Defaults.HEP_LISTEN, Transport.UDP, common, Optional.empty()));
    }
    SilenceSettings silence = silence(section);
    section.refuseUnknownKeys();
    sameTwice(section, listeners);
    return new HepSettings(listeners, silence);
  }

  private List<ListenerSettings> listeners(Section section, Common inherited) {
    if (section.raw("listen") == null) {
      section.mistake("listen", "is missing; like listen = \"0.0.0.0:9060\"");
    }
    List<InetSocketAddress> addresses = addresses(section);
    Optional<Transport> transport = section.choice("transport", Transport.class);
    Common common = common(section, inherited);
    boolean isTls = transport.isPresent() && transport.get() == Transport.TLS;
    Optional<TlsSettings> secured = section.child("tls").flatMap(tls::read);
    section.refuseUnknownKeys();
    if (isTls && section.raw("tls") == null) {
      section.mistake("tls", "is missing: TLS needs [hep.listener.tls] with certificate and key");
    }
    if (!isTls && section.raw("tls") != null) {
      section.mistake("tls", "is only for transport = \"tls\"");
    }
    if (isTls != secured.isPresent()) {
      return List.of(); // noted
    }
    return addresses.stream()
        .map(address -> listener(address, transport.orElse(Transport.UDP), common, secured))
        .toList();
  }

  private static ListenerSettings listener(
      InetSocketAddress address, Transport transport, Common common, Optional<TlsSettings> tls) {
    return new ListenerSettings(
        address,
        transport,
        common.rules,
        common.receiveBufferBytes,
        common.connections,
        tls.orElse(null));
  }

  private Common common(Section section, Common inherited) {
    Optional<Secret> key = secrets.read(section, "auth_key");
    ListenerSettings.Rules rules = inherited.rules;
    int mostMessage =
        section.size(
            "most_message",
            ListenerSettings.LEAST_MESSAGE_BYTES,
            ListenerSettings.MOST_MESSAGE_BYTES,
            rules.mostMessageBytes());
    int buffer =
        section.size(
            "receive_buffer",
            ListenerSettings.LEAST_BUFFER_BYTES,
            ListenerSettings.MOST_BUFFER_BYTES,
            inherited.receiveBufferBytes);
    return new Common(
        new ListenerSettings.Rules(
            key.orElse(rules.authKey()), allow(section, rules.allow()), mostMessage),
        buffer,
        connections(section, inherited.connections));
  }

  private static ConnectionSettings connections(Section section, ConnectionSettings inherited) {
    int most = section.integer("most_connections", 1, ConnectionSettings.MOST, inherited.most());
    Duration idle =
        section.duration(
            "idle_timeout",
            ConnectionSettings.LEAST_IDLE,
            ConnectionSettings.MOST_IDLE,
            inherited.idleTimeout());
    return new ConnectionSettings(most, idle);
  }

  private static List<AddressRange> allow(Section section, List<AddressRange> inherited) {
    if (section.raw("allow") == null) {
      return inherited;
    }
    List<AddressRange> ranges = new ArrayList<>();
    List<JsonNode> written = section.list("allow");
    for (JsonNode value : written) {
      AddressRange.of(value.asText())
          .ifPresentOrElse(
              ranges::add,
              () ->
                  section.mistake(
                      "allow",
                      "%s is not an address or a range with all bits behind the prefix 0, like"
                              .formatted(value)
                          + " \"192.0.2.0/24\" or \"2001:db8::/32\""));
    }
    if (written.isEmpty()) {
      section.mistake("allow", "would allow nobody; leave it out to allow everybody");
    }
    return ranges;
  }

  private static List<InetSocketAddress> addresses(Section section) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    List<JsonNode> written = section.list("listen");
    for (JsonNode value : written) {
      Addresses.addressAndPort(value.asText())
          .ifPresentOrElse(
              addresses::add,
              () ->
                  section.mistake(
                      "listen",
                      "%s is not an address and port, like \"127.0.0.1:9060\" or \"[::1]:9060\""
                          .formatted(value)));
    }
    if (written.isEmpty() && section.raw("listen") != null) {
      section.mistake("listen", "needs at least one address");
    }
    return addresses;
  }

  private static SilenceSettings silence(Section section) {
    Optional<String> text = section.text("silence");
    if (text.isEmpty() || text.get().equals("auto")) {
      return SilenceSettings.AUTO;
    }
    if (text.get().equals("off")) {
      return SilenceSettings.OFF;
    }
    Optional<Duration> after = Quantities.duration(text.get());
    if (after.isEmpty()
        || after.get().compareTo(SilenceSettings.LEAST) < 0
        || after.get().compareTo(SilenceSettings.MOST) > 0) {
      section.mistake(
          "silence",
          "must be \"auto\", \"off\", or a duration from \"%s\" to \"%s\""
              .formatted(
                  Quantities.text(SilenceSettings.LEAST), Quantities.text(SilenceSettings.MOST)));
      return SilenceSettings.AUTO;
    }
    return new SilenceSettings(true, after.get());
  }

  /** UDP and TCP have ports of their own; TLS runs over TCP. */
  private static void sameTwice(Section section, List<ListenerSettings> listeners) {
    Set<String> seen = new HashSet<>();
    for (ListenerSettings listener : listeners) {
      String place =
          Addresses.text(listener.address())
              + (listener.transport() == Transport.UDP ? " (UDP)" : " (TCP)");
      if (!seen.add(place)) {
        section.mistake("listener", place + " is named twice");
      }
    }
  }
}
