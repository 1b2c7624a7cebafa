package org.sessionwatch.pbx.probe;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.sessionwatch.config.ProbeSettings;
import org.sessionwatch.config.ProbeSettings.Transport;

/**
 * One OPTIONS request (RFC 3261 section 11).
 *
 * @param callId its Call-ID
 * @param branch the branch of its Via
 * @param bytes the request as it is sent, the same each time
 */
record OptionsRequest(String callId, String branch, byte[] bytes) {
  /** Its CSeq number. */
  static final int CSEQ = 1;

  /** RFC 3261 section 8.1.1.7: what a branch begins with. */
  private static final String MAGIC_COOKIE = "z9hG4bK";

  private static final String USER = "sessionwatch";

  /** A request of its own transaction and Call-ID, sent from this address. */
  static OptionsRequest make(ProbeSettings settings, InetSocketAddress from) {
    String callId = UUID.randomUUID() + "@" + USER;
    String branch = MAGIC_COOKIE + compact(UUID.randomUUID());
    boolean tcp = settings.transport() == Transport.TCP;
    String parameter = tcp ? ";transport=tcp" : "";
    String target = "sip:" + host(settings.host()) + ":" + settings.port() + parameter;
    String self = host(from) + ":" + from.getPort();
    String text =
        String.join(
            "\r\n",
            "OPTIONS " + target + " SIP/2.0",
            "Via: SIP/2.0/" + settings.transport() + " " + self + ";rport;branch=" + branch,
            "Max-Forwards: 70",
            "From: <sip:" + USER + "@" + host(from) + ">;tag=" + compact(UUID.randomUUID()),
            "To: <" + target + ">",
            "Call-ID: " + callId,
            "CSeq: " + CSEQ + " OPTIONS",
            "Contact: <sip:" + USER + "@" + self + parameter + ">",
            "Accept: application/sdp",
            "Supported: timer",
            "User-Agent: " + USER,
            "Content-Length: 0",
            "",
            "");
    return new OptionsRequest(callId, branch, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String compact(UUID id) {
    return id.toString().replace("-", "");
  }

  private static String host(InetSocketAddress address) {
    String text = address.getAddress().getHostAddress();
    if (address.getAddress() instanceof Inet6Address) {
      int zone = text.indexOf('%');
      return "[" + (zone < 0 ? text : text.substring(0, zone)) + "]";
    }
    return text;
  }

  private static String host(String configured) {
    return configured.indexOf(':') >= 0 && !configured.startsWith("[")
        ? "[" + configured + "]"
        : configured;
  }
}
