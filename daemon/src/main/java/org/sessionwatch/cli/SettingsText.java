package org.sessionwatch.cli;

import java.util.Locale;
import java.util.stream.Collectors;
import org.sessionwatch.config.Addresses;
import org.sessionwatch.config.AmiSettings;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.HistorySettings;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.config.LiveSettings;
import org.sessionwatch.config.PbxRules;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.ProbeSettings;
import org.sessionwatch.config.Quantities;
import org.sessionwatch.config.Settings;
import org.sessionwatch.config.SilenceSettings;
import org.sessionwatch.config.SipAddress;
import org.sessionwatch.config.TlsSettings;
import org.sessionwatch.config.Transport;
import org.sessionwatch.config.WebhookSettings;

/** The settings as a few lines to read. Never shows a secret. */
final class SettingsText {
  private SettingsText() {}

  static String of(Settings settings) {
    StringBuilder text = new StringBuilder();
    settings.live().forEach(live -> line(text, "live", live(live)));
    settings.hep().listeners().forEach(listener -> line(text, "hep", hep(listener)));
    line(text, "silence", silence(settings.hep().silence()));
    line(
        text,
        "session",
        "tolerance %s, %d engine threads"
            .formatted(
                Quantities.text(settings.session().tolerance()), settings.session().shards()));
    for (PbxSettings pbx : settings.pbxs()) {
      line(text, "pbx", pbx(pbx));
    }
    if (settings.pbxs().isEmpty()) {
      line(text, "pbx", "none named: messages are watched, no PBX is asked to confirm");
    }
    line(text, "database", database(settings));
    line(text, "history", history(settings.history()));
    WebhookSettings webhook = settings.webhook();
    line(text, "alerts", webhook == null ? "journal, database" : webhook(webhook));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-15s%s%n".formatted(name, value));
  }

  private static String hep(ListenerSettings listener) {
    StringBuilder text = new StringBuilder();
    text.append(Addresses.text(listener.address())).append(' ').append(listener.transport());
    text.append(listener.rules().authKey() == null ? ", no auth key" : ", with an auth key");
    if (!listener.rules().allow().isEmpty()) {
      text.append(", from ").append(joined(listener.rules().allow())).append(" only");
    }
    TlsSettings tls = listener.tls();
    if (tls != null) {
      text.append(", client certificate ")
          .append(tls.clientCertificate().name().toLowerCase(Locale.ROOT));
    }
    if (listener.transport() == Transport.UDP) {
      text.append(", receive buffer ").append(Quantities.text(listener.receiveBufferBytes()));
    } else {
      text.append(", at most %d connections".formatted(listener.connections().most()));
    }
    return text.toString();
  }

  private static String silence(SilenceSettings silence) {
    if (!silence.watched()) {
      return "not told";
    }
    return silence.after() == null
        ? "told when a source pauses longer than it ever does"
        : "told after " + Quantities.text(silence.after());
  }

  private static String live(LiveSettings live) {
    return "packets of %s, %s, buffer %s%s"
        .formatted(
            live.device(),
            live.filter() == null ? "ports " + joined(live.ports()) : "filter " + live.filter(),
            Quantities.text(live.bufferBytes()),
            live.promiscuous() ? ", promiscuous" : "");
  }

  private static String pbx(PbxSettings pbx) {
    StringBuilder text = new StringBuilder();
    text.append("\"%s\" (%s)".formatted(pbx.name(), pbx.kind().name().toLowerCase(Locale.ROOT)));
    PbxRules rules = pbx.rules();
    if (!rules.captureIds().isEmpty()) {
      text.append(", capture ids ").append(joined(rules.captureIds()));
    }
    if (!rules.nodeNames().isEmpty()) {
      text.append(", node names ").append(joined(rules.nodeNames()));
    }
    if (!rules.addresses().isEmpty()) {
      text.append(", addresses ")
          .append(
              joined(rules.addresses().stream().map(range -> new SipAddress(range, 0)).toList()));
    }
    if (!rules.sipAddresses().isEmpty()) {
      text.append(", SIP addresses ").append(joined(rules.sipAddresses()));
    }
    AmiSettings ami = pbx.ami();
    if (ami != null) {
      text.append(", AMI %s at %s:%d".formatted(ami.user(), ami.host(), ami.port()));
    }
    ProbeSettings probe = pbx.probe();
    if (probe != null) {
      text.append(
          ", OPTIONS to %s:%d over %s every %s"
              .formatted(
                  probe.host(),
                  probe.port(),
                  probe.transport(),
                  Quantities.text(probe.interval())));
    }
    return text.toString();
  }

  private static String joined(java.util.List<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String database(Settings settings) {
    DatabaseSettings database = settings.database();
    if (database == null) {
      return "embedded, in " + settings.stateDirectory();
    }
    return database.url() + (database.user() == null ? "" : " as " + database.user());
  }

  private static String history(HistorySettings history) {
    return "kept for %s, in partitions of a %s, at most %s spooled while the database is away"
        .formatted(
            history.retention() == null ? "ever" : Quantities.text(history.retention()),
            history.partition().word(),
            Quantities.text(history.spoolBytes()));
  }

  private static String webhook(WebhookSettings webhook) {
    return "journal, database, webhook %s (timeout %s, gives up after %s)"
        .formatted(
            webhook.url(),
            Quantities.text(webhook.timeout()),
            Quantities.text(webhook.giveUpAfter()));
  }
}
