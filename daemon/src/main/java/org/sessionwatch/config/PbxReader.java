package org.sessionwatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code [[pbx]]} and what stands under it. */
final class PbxReader {
  private final SecretReader secrets;

  PbxReader(SecretReader secrets) {
    this.secrets = secrets;
  }

  /** Returns empty when the section has a mistake, which is then noted. */
  Optional<PbxSettings> read(Section section) {
    String name = section.required("name", "pbx1");
    section.required("kind", "asterisk");
    Optional<PbxKind> kind = section.choice("kind", PbxKind.class);
    PbxRules rules = rules(section);
    Optional<AmiSettings> ami = section.child("ami").map(this::ami);
    Optional<ProbeSettings> probe = section.child("options").flatMap(PbxReader::probe);
    section.refuseUnknownKeys();
    if (ami.isPresent() && kind.isPresent() && kind.get() != PbxKind.ASTERISK) {
      section.mistake("ami", "only a PBX of kind \"asterisk\" has a manager interface");
      return Optional.empty();
    }
    return kind.map(
        known -> new PbxSettings(name, known, rules, ami.orElse(null), probe.orElse(null)));
  }

  private static PbxRules rules(Section section) {
    return new PbxRules(
        captureIds(section),
        texts(
            section,
            "node_names",
            text -> text.isBlank() ? Optional.empty() : Optional.of(new NamePattern(text.strip())),
            "is empty"),
        texts(
            section,
            "addresses",
            AddressRange::of,
            "is not an IPv4 or IPv6 address or range, like \"192.0.2.10\" or \"192.0.2.0/24\""),
        texts(
            section,
            "sip_addresses",
            SipAddress::of,
            "is not an address, range, or address and port, like \"192.0.2.10\", \"192.0.2.0/24\""
                + " or \"192.0.2.10:5080\""));
  }

  private static <T> List<T> texts(
      Section section, String key, Function<String, Optional<T>> read, String otherwise) {
    List<T> values = new ArrayList<>();
    for (JsonNode value : section.list(key)) {
      read.apply(value.asText())
          .ifPresentOrElse(values::add, () -> section.mistake(key, value + " " + otherwise));
    }
    return values;
  }

  private static List<Long> captureIds(Section section) {
    List<Long> ids = new ArrayList<>();
    for (JsonNode value : section.list("capture_ids")) {
      if (value.isIntegralNumber()
          && value.canConvertToLong()
          && value.longValue() >= 0
          && value.longValue() <= PbxSettings.MOST_CAPTURE_ID) {
        ids.add(value.longValue());
      } else {
        section.mistake(
            "capture_ids",
            value + " is not a whole number from 0 to " + PbxSettings.MOST_CAPTURE_ID);
      }
    }
    return ids;
  }

  private AmiSettings ami(Section section) {
    String host = section.text("host").orElse(Defaults.HOST);
    int port = section.integer("port", 1, 65535, Defaults.AMI_PORT);
    String user = section.required("user", "sessionwatch");
    return new AmiSettings(host, port, user, requiredSecret(section));
  }

  private Secret requiredSecret(Section section) {
    Optional<Secret> secret = secrets.read(section, "secret");
    if (section.raw("secret") == null) {
      section.mistake("secret", "is missing; like secret = { file = \"/etc/sessionwatch/ami\" }");
    }
    section.refuseUnknownKeys();
    return secret.orElse(new Secret("missing"));
  }

  private static Optional<ProbeSettings> probe(Section section) {
    String host = section.text("host").orElse(Defaults.HOST);
    int port = section.integer("port", 1, 65535, Defaults.SIP_PORT);
    ProbeSettings.Transport transport =
        section
            .choice("transport", ProbeSettings.Transport.class)
            .orElse(ProbeSettings.Transport.UDP);
    Duration interval =
        section.duration(
            "interval",
            ProbeSettings.LEAST_INTERVAL,
            ProbeSettings.MOST_INTERVAL,
            Defaults.PROBE_INTERVAL);
    Duration timeout =
        section.duration(
            "timeout",
            ProbeSettings.LEAST_TIMEOUT,
            ProbeSettings.MOST_INTERVAL,
            min(Defaults.PROBE_TIMEOUT, interval.dividedBy(2)));
    section.refuseUnknownKeys();
    if (timeout.compareTo(interval) >= 0) {
      section.mistake(
          "timeout", "must be shorter than interval, which is " + Quantities.text(interval));
      return Optional.empty();
    }
    return Optional.of(new ProbeSettings(host, port, transport, interval, timeout));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
