package org.sessionwatch.cli;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.AmiSettings;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.Transport;

/**
 * What an Asterisk needs. The AMI classes are the least that its sources ask for: {@code call} to
 * read Newchannel, Newstate and Hangup; {@code reporting} to be answered CoreShowChannels, Getvar
 * and CoreSettings ({@code main/manager.c}); the endpoints' timers come by Getvar too. {@code
 * system} and {@code command}, which could stop the PBX, and {@code call} and {@code originate} for
 * writing, which could act on calls, are left out. {@code channelvars} is never advised: it can
 * lock PJSIP up.
 */
final class AsteriskAdvice {
  private AsteriskAdvice() {}

  static String text(MirrorTarget target, @Nullable PbxSettings pbx) {
    return hep(target, pbx) + manager(pbx) + pjsip() + after();
  }

  private static String hep(MirrorTarget target, @Nullable PbxSettings pbx) {
    String name = pbx == null ? "asterisk1" : pbx.name();
    return """
        ; ---- /etc/asterisk/hep.conf
        %s[general]
        enabled = yes
        capture_address = %s
        %scapture_id = %d
        capture_name = %s
        uuid_type = call-id

        """
            .formatted(
                target.addressHint(";") + udpHint(target),
                target.address(),
                target.key() == null ? "" : "capture_password = " + escaped(target.key()) + "\n",
                target.captureId(),
                escaped(name))
        + target.ownConfiguration(";", "asterisk", pbx);
  }

  private static String udpHint(MirrorTarget target) {
    return target.transport() == Transport.UDP
        ? ""
        : "; Asterisk mirrors over UDP alone, and no listener hears UDP: add one in [hep] listen\n";
  }

  private static String manager(@Nullable PbxSettings pbx) {
    AmiSettings ami = pbx == null ? null : pbx.ami();
    if (ami == null) {
      return """

          ; ---- /etc/asterisk/manager.conf: not needed without [pbx.ami] in sessionwatch's own
          ; configuration. With it, calls carry Asterisk's channel and linkedid, and a call whose
          ; BYE the mirror lost is ended all the same.
          """;
    }
    return """

        ; ---- /etc/asterisk/manager.conf
        [general]
        enabled = yes
        port = %d
        ; keep AMI off public addresses
        bindaddr = %s

        [%s]
        secret = %s
        deny = 0.0.0.0/0.0.0.0
        permit = 127.0.0.1/255.255.255.255
        ; hears calls begin and end; may list channels and read their variables; can do nothing
        read = call
        write = reporting
        """
        .formatted(ami.port(), ami.host(), ami.user(), escaped(ami.secret().value()));
  }

  private static String pjsip() {
    return """

        ; ---- /etc/asterisk/pjsip.conf, in each endpoint: session timers. These are the defaults;
        ; yes: used when the other side wants them; always: used with every peer.
        timers = yes
        timers_sess_expires = 1800
        timers_min_se = 90
        """;
  }

  private static String after() {
    return """

        ; ---- then
        ; asterisk -rx 'module load res_hep.so'; asterisk -rx 'module load res_hep_pjsip.so'
        ; asterisk -rx 'module reload res_hep.so'; asterisk -rx 'manager reload'
        ; asterisk -rx 'pjsip reload'
        ; In modules.conf, load both modules if autoload is off, and func_pjsip_endpoint.so, by which AMI
        ; tells each endpoint's timers. chan_sip is not mirrored by HEP.
        """;
  }

  /** In Asterisk's files a semicolon begins a comment unless a backslash stands before it. */
  private static String escaped(String value) {
    return value.replace(";", "\\;");
  }
}
