package org.sessionwatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the file's sections into their records. */
final class SectionsReader {
  private final SecretReader secrets;
  private final Settings defaults;

  SectionsReader(SecretReader secrets, Settings defaults) {
    this.secrets = secrets;
    this.defaults = defaults;
  }

  /** Returns the settings; empty when a mistake was noted. */
  Optional<Settings> read(Section root) {
    HepSettings hep =
        root.child("hep")
            .map(new HepReader(secrets, secrets.folder())::read)
            .orElse(defaults.hep());
    List<LiveSettings> live = LiveReader.read(root);
    SessionSettings session =
        root.child("session").map(SectionsReader::session).orElse(defaults.session());
    List<Optional<PbxSettings>> pbxs = root.children("pbx").stream().map(this::pbx).toList();
    Optional<Section> kept = root.child("database");
    HistorySettings history = kept.map(SectionsReader::history).orElse(HistorySettings.DEFAULT);
    Optional<DatabaseSettings> database = kept.flatMap(this::database);
    Path state = root.child("state").map(this::state).orElse(defaults.stateDirectory());
    Optional<WebhookSettings> webhook = root.child("alert").flatMap(this::alert);
    root.refuseUnknownKeys();
    sameTwice(root);
    if (!root.problems().mistakes().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Settings(
            hep,
            live,
            session,
            pbxs.stream().flatMap(Optional::stream).toList(),
            database.orElse(null),
            state,
            webhook.orElse(null),
            history));
  }

  private static SessionSettings session(Section section) {
    Duration tolerance =
        section.duration(
            "tolerance", Duration.ZERO, SessionSettings.MOST_TOLERANCE, Defaults.TOLERANCE);
    int shards = section.integer("shards", 1, SessionSettings.MOST_SHARDS, Defaults.SHARDS);
    section.refuseUnknownKeys();
    return new SessionSettings(tolerance, shards);
  }

  /** Returns empty when the section has a mistake, which is then noted. */
  private Optional<PbxSettings> pbx(Section section) {
    String name = section.required("name", "pbx1");
    section.required("kind", "asterisk");
    Optional<PbxKind> kind = section.choice("kind", PbxKind.class);
    List<Long> captureIds = captureIds(section);
    List<InetAddress> addresses = addresses(section);
    Optional<AmiSettings> ami = section.child("ami").map(this::ami);
    Optional<ProbeSettings> probe = section.child("options").flatMap(SectionsReader::probe);
    section.refuseUnknownKeys();
    if (ami.isPresent() && kind.isPresent() && kind.get() != PbxKind.ASTERISK) {
      section.mistake("ami", "only a PBX of kind \"asterisk\" has a manager interface");
      return Optional.empty();
    }
    return kind.map(
        known ->
            new PbxSettings(
                name, known, captureIds, addresses, ami.orElse(null), probe.orElse(null)));
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

  private static List<InetAddress> addresses(Section section) {
    List<InetAddress> addresses = new ArrayList<>();
    for (JsonNode value : section.list("addresses")) {
      Addresses.address(value.asText())
          .ifPresentOrElse(
              addresses::add,
              () -> section.mistake("addresses", value + " is not an IPv4 or IPv6 address"));
    }
    return addresses;
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

  private static HistorySettings history(Section section) {
    Duration retention = retention(section);
    HistorySettings.Partition partition =
        section
            .choice("partition", HistorySettings.Partition.class)
            .orElse(HistorySettings.DEFAULT.partition());
    long spool =
        section.size(
            "spool",
            HistorySettings.LEAST_SPOOL_BYTES,
            HistorySettings.MOST_SPOOL_BYTES,
            Defaults.SPOOL_BYTES);
    return new HistorySettings(retention, partition, spool);
  }

  private static @Nullable Duration retention(Section section) {
    JsonNode written = section.raw("retention");
    if (written != null && written.asText().equals("forever")) {
      return null;
    }
    return section.duration(
        "retention",
        HistorySettings.LEAST_RETENTION,
        HistorySettings.MOST_RETENTION,
        Defaults.RETENTION);
  }

  /** The embedded one, where only the keeping of the history is set. */
  private Optional<DatabaseSettings> database(Section section) {
    if (section.raw("url") == null
        && section.raw("user") == null
        && section.raw("password") == null) {
      section.refuseUnknownKeys();
      return Optional.empty();
    }
    String url = section.required("url", "postgresql://localhost/sessionwatch");
    Optional<String> user = section.text("user");
    Optional<Secret> password = secrets.read(section, "password");
    section.refuseUnknownKeys();
    String jdbcUrl = url.replaceFirst("^(jdbc:)?postgres(ql)?:", DatabaseSettings.URL_PREFIX);
    if (!jdbcUrl.startsWith(DatabaseSettings.URL_PREFIX)) {
      section.mistake("url", "must begin with postgresql://, like postgresql://host:5432/database");
      return Optional.empty();
    }
    if (jdbcUrl.contains("@") || jdbcUrl.contains("password=")) {
      section.mistake("url", "must not hold user or password; they are keys of their own here");
      return Optional.empty();
    }
    return Optional.of(new DatabaseSettings(jdbcUrl, user.orElse(null), password.orElse(null)));
  }

  private Path state(Section section) {
    Optional<String> directory = section.text("directory");
    section.refuseUnknownKeys();
    if (directory.isPresent() && !directory.get().startsWith("/")) {
      section.mistake("directory", "must be a path from the root, like \"/var/lib/sessionwatch\"");
    }
    return directory.map(Path::of).orElse(defaults.stateDirectory());
  }

  private Optional<WebhookSettings> alert(Section section) {
    Optional<WebhookSettings> webhook = section.child("webhook").flatMap(this::webhook);
    section.refuseUnknownKeys();
    return webhook;
  }

  private Optional<WebhookSettings> webhook(Section section) {
    String url = section.required("url", "https://host/path");
    Optional<Secret> token = secrets.read(section, "token");
    Duration timeout =
        section.duration(
            "timeout",
            WebhookSettings.LEAST_TIMEOUT,
            WebhookSettings.MOST_TIMEOUT,
            Defaults.WEBHOOK_TIMEOUT);
    Duration giveUpAfter =
        section.duration(
            "give_up_after",
            Duration.ZERO,
            WebhookSettings.MOST_GIVE_UP_AFTER,
            Defaults.WEBHOOK_GIVE_UP_AFTER);
    section.refuseUnknownKeys();
    URI uri = httpUri(url);
    if (uri == null) {
      section.mistake("url", "must be an http:// or https:// address");
      return Optional.empty();
    }
    return Optional.of(new WebhookSettings(uri, token.orElse(null), timeout, giveUpAfter));
  }

  private static @Nullable URI httpUri(String text) {
    try {
      URI uri = URI.create(text);
      return WebhookSettings.isHttp(uri) ? uri : null;
    } catch (IllegalArgumentException e) {
      return null; // the caller says what is wanted
    }
  }

  /** Two PBXs must differ in name, and no capture id or address may lead to both. */
  private static void sameTwice(Section root) {
    Map<String, Integer> seen = new HashMap<>();
    int index = 0;
    for (JsonNode pbx : root.list("pbx")) {
      for (String key : List.of("name", "capture_ids", "addresses")) {
        for (String value : texts(pbx.get(key))) {
          Integer before = seen.putIfAbsent(key + " " + value, index);
          if (before != null && before != index) {
            root.mistake("pbx[" + index + "]." + key, value + " is also that of another [[pbx]]");
          }
        }
      }
      index++;
    }
  }

  private static List<String> texts(@Nullable JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node != null && node.isArray()) {
      node.forEach(item -> texts.add(item.toString()));
    } else if (node != null) {
      texts.add(node.toString());
    }
    return texts;
  }
}
