package org.sessionwatch.lab;

import java.util.List;
import java.util.Locale;

/**
 * The ways in which Kamailio's siptrace mirrors, each by a Kamailio of its own through which a call
 * goes, to one daemon. The caller refreshes by UPDATE at +45 and hangs up soon after.
 */
enum Sender {
  /** HEP3 over UDP. */
  HEP_OVER_UDP("127.0.1.1", 3001, List.of("HEP", "3001")),
  /** HEP3 over TCP. */
  HEP_OVER_TCP("127.0.1.2", 3002, List.of("HEP", "3002")),
  /** HEP3 over TCP to stunnel, and from there over TLS with a client certificate. */
  HEP_OVER_TLS("127.0.0.1", 3003, List.of("HEP", "3003")),
  /** Plain SIP with X-Siptrace headers over UDP, by sip_trace_mode("t"). */
  PLAIN_OVER_UDP("127.0.1.4", 0, List.of("PLAIN", "TRANSACTIONS")),
  /** The same over TCP. */
  PLAIN_OVER_TCP("127.0.1.5", 0, List.of("PLAIN", "TRANSACTIONS")),
  /** Plain SIP as it is, over UDP, by {@code trace_mode} 4. */
  BARE_OVER_UDP("127.0.1.6", 0, List.of("PLAIN", "ALL")),
  /** HEP3 and plain SIP of each message to one port, by {@code trace_mode} 5. */
  BOTH_OVER_UDP("127.0.1.7", 3007, List.of("BOTH", "3007")),
  /** HEP3 over UDP over IPv6, and so does the caller call. */
  HEP_OVER_IPV6("0:0:0:0:0:0:0:1", 3008, List.of("HEP", "3008")),
  /** HEP1 over UDP: it has neither a capture id nor a time. */
  HEP1_OVER_UDP("127.0.1.9", 0, List.of("HEP1")),
  /** HEP2 over UDP. */
  HEP2_OVER_UDP("127.0.1.10", 3010, List.of("HEP2", "3010")),
  /** HEP1 over UDP, of a call whose caller calls over IPv6. */
  HEP1_OF_IPV6("127.0.1.11", 0, List.of("HEP1")),
  /** HEP2 over UDP, of a call whose caller calls over IPv6. */
  HEP2_OF_IPV6("127.0.1.12", 3012, List.of("HEP2", "3012"));

  /** The address from which the daemon hears it. */
  final String heardFrom;

  /** Its HEP capture id; 0 for none. */
  final int captureId;

  private final List<String> how;

  Sender(String heardFrom, int captureId, List<String> how) {
    this.heardFrom = heardFrom;
    this.captureId = captureId;
    this.how = how;
  }

  /** Its name in the daemon's configuration, in rows and in file names. */
  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The Call-ID of the call that goes through it. */
  String callId() {
    return slug() + "@lab";
  }

  /** The Call-ID of the OPTIONS before. */
  String pingCallId() {
    return slug() + "@ping";
  }

  /** Where this Kamailio takes SIP. */
  String address() {
    return "127.0.1." + (ordinal() + 1);
  }

  /** What lab/start needs to run this Kamailio. */
  List<String> mirror(LabPorts ports) {
    String to =
        switch (this) {
          case HEP_OVER_UDP,
              PLAIN_OVER_UDP,
              BARE_OVER_UDP,
              BOTH_OVER_UDP,
              HEP1_OVER_UDP,
              HEP2_OVER_UDP,
              HEP1_OF_IPV6,
              HEP2_OF_IPV6 ->
              "sip:127.0.0.1:" + ports.senders();
          case HEP_OVER_IPV6 -> "sip:[::1]:" + ports.senders();
          case HEP_OVER_TCP, PLAIN_OVER_TCP ->
              "sip:127.0.0.1:" + ports.sendersTcp() + ";transport=tcp";
          case HEP_OVER_TLS -> "sip:127.0.0.1:" + ports.stunnel() + ";transport=tcp";
        };
    List<String> six = callsOverIpv6() ? List.of("SIX:" + sixPort(ports)) : List.of();
    return Story.joined(List.of("mirror", slug(), address(), to), how, six);
  }

  /** What lab/start needs to play the caller. */
  List<String> caller(LabPorts ports) {
    return Story.joined(
        List.of("sipp", "call-" + slug(), "refresh-by-update"),
        List.of("-s", "8001", "-cid_str", callId(), "-d", "2000"),
        Story.keys(slug(), "uac"),
        callsOverIpv6()
            ? List.of("-i", "::1", "[::1]:" + sixPort(ports))
            : List.of(address() + ":" + ports.mirrorSip()));
  }

  /** Whether its call comes over IPv6; it goes on to the phone over IPv4 in any case. */
  boolean callsOverIpv6() {
    return name().endsWith("IPV6");
  }

  /** Loopback has one IPv6 address only, so each has a port of its own there. */
  private int sixPort(LabPorts ports) {
    return switch (this) {
      case HEP1_OF_IPV6 -> ports.mirrorSix1();
      case HEP2_OF_IPV6 -> ports.mirrorSix2();
      default -> ports.mirrorSip();
    };
  }

  /** What lab/start needs to play the phone that takes all those calls. */
  static List<String> phone(LabPorts ports) {
    return Story.joined(
        List.of("sipp", "phone", "callee"),
        List.of("-p", String.valueOf(ports.phone()), "-m", String.valueOf(values().length)),
        Story.keys("phone", "uac"));
  }

  /** Whether this row is about it. */
  boolean is(Feed feed) {
    return feed.address().equals(heardFrom) && feed.captureId() == captureId;
  }

  /** Whether its messages say when they were captured. */
  boolean tellsTime() {
    return this != BARE_OVER_UDP && this != HEP1_OVER_UDP && this != HEP1_OF_IPV6;
  }

  /** Whether its messages say between which addresses they went. */
  boolean tellsAddresses() {
    return this != BARE_OVER_UDP;
  }

  /**
   * Whether this message is mirrored. siptrace's transactions have all of them but the ACK of a 2xx
   * on its way out, which is of no transaction.
   */
  boolean mirrors(SipPacket packet, LabPorts ports) {
    boolean isAckOnItsWayOut = packet.isRequest("ACK") && packet.fromPort() == ports.mirrorSip();
    return !how.contains("TRANSACTIONS") || !isAckOnItsWayOut;
  }
}
