package org.sessionwatch.config;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Warns of settings that are well formed but will not work, or leave a door open. */
final class Safety {
  private Safety() {}

  static void check(Settings settings, Environment environment, Problems problems) {
    hep(settings.hep(), environment, problems);
    for (int i = 0; i < settings.pbxs().size(); i++) {
      pbx(settings.pbxs().get(i), "pbx[" + i + "]", settings.pbxs().size() > 1, problems);
    }
    RuleOrder.check(settings.pbxs(), problems);
    WebhookSettings webhook = settings.webhook();
    if (webhook != null
        && webhook.bearerToken() != null
        && "http".equalsIgnoreCase(webhook.url().getScheme())
        && !isLoopback(webhook.url().getHost())) {
      problems.warn("alert.webhook.url", "the token crosses the network unencrypted: use https://");
    }
    if (settings.database() == null) {
      stateDirectory(settings.stateDirectory(), problems);
    }
  }

  private static void hep(HepSettings hep, Environment environment, Problems problems) {
    for (ListenerSettings listener : hep.listeners()) {
      if (!listener.isGuarded() && !listener.address().getAddress().isLoopbackAddress()) {
        problems.warn(
            "hep.listen",
            "%s can be reached from other hosts and has neither auth_key nor allow: anyone there can feed in calls"
                .formatted(Addresses.text(listener.address())));
      }
    }
    int asked =
        hep.listeners().stream()
            .filter(listener -> listener.transport() == Transport.UDP)
            .mapToInt(ListenerSettings::receiveBufferBytes)
            .max()
            .orElse(0);
    environment
        .mostReceiveBufferBytes()
        .filter(limit -> limit < asked)
        .ifPresent(
            limit ->
                problems.warn(
                    "hep.receive_buffer",
                    "the kernel gives only %s of %s: sysctl -w net.core.rmem_max=%s"
                        .formatted(Quantities.text(limit), Quantities.text(asked), asked)));
  }

  private static void pbx(PbxSettings pbx, String path, boolean several, Problems problems) {
    if (several && pbx.rules().isEmpty()) {
      problems.warn(
          path,
          "has neither capture_ids, node_names, addresses nor sip_addresses: its messages cannot be"
              + " told from another's");
    }
    AmiSettings ami = pbx.ami();
    if (ami != null && !isLoopback(ami.host())) {
      problems.warn(path + ".ami.host", "AMI is unencrypted: let it cross trusted networks only");
    }
  }

  private static void stateDirectory(Path directory, Problems problems) {
    Path existing = directory;
    while (existing != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      problems.warn(
          "state.directory",
          "user %s cannot write to %s, where the embedded database is to live"
              .formatted(System.getProperty("user.name"), directory));
    }
  }

  /** True for a name or address of this host; a name is not looked up. */
  private static boolean isLoopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return Addresses.address(bare).map(InetAddress::isLoopbackAddress).orElse(false);
  }
}
