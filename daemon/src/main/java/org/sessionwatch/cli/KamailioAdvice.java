package org.sessionwatch.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.Transport;

/** What a Kamailio needs: siptrace mirroring all SIP, on its way in and on its way out. */
final class KamailioAdvice {
  private KamailioAdvice() {}

  static String text(MirrorTarget target, @Nullable PbxSettings pbx) {
    String transport = target.transport().name().toLowerCase(Locale.ROOT);
    return """
        # ---- /etc/kamailio/kamailio.cfg, below the other loadmodule and modparam lines
        %sloadmodule "siptrace.so"
        modparam("siptrace", "duplicate_uri", "sip:%s%s")
        modparam("siptrace", "hep_mode_on", 1)
        modparam("siptrace", "hep_version", 3)
        modparam("siptrace", "hep_capture_id", %d)
        %smodparam("siptrace", "trace_to_database", 0)
        modparam("siptrace", "trace_on", 1)
        # all SIP, in and out, without a call of sip_trace() in the routes
        modparam("siptrace", "trace_mode", 1)

        # Kamailio sends from one of its own sockets: for a loopback address above,
        # it needs one there too, like listen=%s:127.0.0.1:5060

        """
            .formatted(
                target.addressHint("#"),
                target.address(),
                target.transport() == Transport.UDP ? "" : ";transport=" + transport,
                target.captureId(),
                target.key() == null
                    ? ""
                    : "modparam(\"siptrace\", \"auth_key\", \"%s\")\n"
                        .formatted(escaped(target.key())),
                transport)
        + target.ownConfiguration("#", "kamailio", pbx)
        + "# ---- then: kamailio -c && systemctl restart kamailio\n";
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
