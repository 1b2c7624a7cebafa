package org.sessionwatch.cli;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.Addresses;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.Settings;
import org.sessionwatch.config.Transport;

/**
 * Where a PBX is to mirror its SIP to, and as whom.
 *
 * @param address address and port as the PBX writes them
 * @param addressIsGuess whether the listener is open on every address, so that the administrator
 *     has to put in the one that the PBX reaches
 * @param captureId what the PBX is to call itself
 * @param key the auth key; null when none is asked for
 * @param transport how the listener hears
 */
record MirrorTarget(
    String address,
    boolean addressIsGuess,
    long captureId,
    @Nullable String key,
    Transport transport) {
  /** Where the configuration names no capture id yet. Any number does. */
  private static final long EXAMPLE_CAPTURE_ID = 2001;

  /** The first listener that such a PBX can speak to: Asterisk sends HEP over UDP alone. */
  static MirrorTarget of(Settings settings, PbxKind kind, @Nullable PbxSettings pbx) {
    ListenerSettings listener = listener(settings, kind);
    InetSocketAddress listen = listener.address();
    boolean everywhere = listen.getAddress().isAnyLocalAddress();
    long captureId =
        pbx == null || pbx.rules().captureIds().isEmpty()
            ? EXAMPLE_CAPTURE_ID
            : pbx.rules().captureIds().get(0);
    return new MirrorTarget(
        everywhere ? "THIS-HOST:" + listen.getPort() : Addresses.text(listen),
        everywhere,
        captureId,
        listener.rules().authKey() == null ? null : listener.rules().authKey().value(),
        listener.transport());
  }

  private static ListenerSettings listener(Settings settings, PbxKind kind) {
    List<ListenerSettings> all = settings.hep().listeners();
    return all.stream()
        .filter(one -> kind != PbxKind.ASTERISK || one.transport() == Transport.UDP)
        .findFirst()
        .orElse(all.get(0));
  }

  /** The lines for our own configuration, when it does not name this PBX or its capture id yet. */
  String ownConfiguration(String comment, String kind, @Nullable PbxSettings pbx) {
    if (pbx != null && pbx.rules().captureIds().contains(captureId)) {
      return "";
    }
    String lines =
        pbx == null
            ? "[[pbx]]%n  name = \"%s1\"%n  kind = \"%s\"%n  capture_ids = [%d]%n"
                .formatted(kind, kind, captureId)
            : "  capture_ids = [%d]    (in the [[pbx]] named \"%s\")%n"
                .formatted(captureId, pbx.name());
    return ("Also put into sessionwatch's own configuration, and restart it:%n" + lines)
        .formatted()
        .lines()
        .map(line -> comment + " " + line + System.lineSeparator())
        .reduce("", String::concat);
  }

  String addressHint(String comment) {
    return addressIsGuess
        ? comment + " THIS-HOST: the address of this host that the PBX reaches%n".formatted()
        : "";
  }
}
