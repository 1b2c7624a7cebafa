package org.sessionwatch.config;

import com.fasterxml.jackson.databind.JsonNode;
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
    List<Optional<PbxSettings>> pbxs =
        root.children("pbx").stream().map(new PbxReader(secrets)::read).toList();
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

  /** Two PBXs must differ in name, and no rule may lead to both. */
  private static void sameTwice(Section root) {
    Map<String, Integer> seen = new HashMap<>();
    int index = 0;
    for (JsonNode pbx : root.list("pbx")) {
      for (String key :
          List.of("name", "capture_ids", "node_names", "addresses", "sip_addresses")) {
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
      node.forEach(item -> texts.add(text(item)));
    } else if (node != null) {
      texts.add(text(node));
    }
    return texts;
  }

  /** As it is written. Jackson's own toString makes a mapper for it. */
  private static String text(JsonNode node) {
    return node.isTextual() ? '"' + node.textValue() + '"' : node.asText();
  }
}
