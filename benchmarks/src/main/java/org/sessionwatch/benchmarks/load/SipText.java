package org.sessionwatch.benchmarks.load;

/**
 * The messages of one sort of calls, with {@link Template#HOLE} where the call's number belongs.
 */
final class SipText {
  private static final String N = Template.HOLE;
  private static final int FIRST_CSEQ = 101;
  private static final int CALLEE_FIRST_CSEQ = 1_001;
  private static final String PROXY_VIA =
      "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK-proxy-%s;rport=5060\r\n";
  private static final String SDP =
      """
      v=0
      o=- 1 1 IN IP4 192.0.2.101
      s=-
      c=IN IP4 192.0.2.101
      t=0 0
      m=audio 10000 RTP/AVP 8 0 101
      a=rtpmap:8 PCMA/8000
      a=rtpmap:0 PCMU/8000
      a=rtpmap:101 telephone-event/8000
      a=sendrecv
      """
          .replace("\n", "\r\n");

  private final int interval;
  private final boolean callerRefreshes;
  private final String refresher;
  private final String prefix;
  private String lastCseq = String.valueOf(FIRST_CSEQ);
  private int refreshes;

  SipText(CallScript.Sort sort, int interval) {
    this.interval = interval;
    this.callerRefreshes = sort.callerRefreshes();
    this.refresher = sort.callerRefreshes() ? "uac" : "uas";
    this.prefix = sort.kamailio() ? "k" : "a";
  }

  String callId() {
    return prefix + N + "@load.example";
  }

  String invite(boolean again) {
    lastCseq = String.valueOf(again ? FIRST_CSEQ + 1 : FIRST_CSEQ);
    String authorization =
        again
            ? "Proxy-Authorization: Digest username=\"caller\", realm=\"load\", nonce=\"1\","
                + " uri=\"sip:2000@pbx.example\","
                + " response=\"0123456789abcdef0123456789abcdef\"\r\n"
            : "";
    return "INVITE sip:2000@pbx.example SIP/2.0\r\n"
        + dialog(true, lastCseq + " INVITE", "invite-" + lastCseq, false)
        + "Contact: <sip:caller@192.0.2.101:40000>\r\nAllow: INVITE, ACK, BYE, CANCEL, UPDATE\r\n"
        + "Supported: timer, replaces\r\nSession-Expires: "
        + interval
        + ";refresher="
        + refresher
        + "\r\nMin-SE: 90\r\nUser-Agent: load-phone/1.0\r\n"
        + authorization
        + body();
  }

  String challenge() {
    return "SIP/2.0 407 Proxy Authentication Required\r\n"
        + dialog(true, lastCseq + " INVITE", "invite-" + lastCseq, true)
        + "Proxy-Authenticate: Digest realm=\"load\", nonce=\"1\"\r\n"
        + empty();
  }

  String ringing() {
    return "SIP/2.0 180 Ringing\r\n"
        + dialog(true, lastCseq + " INVITE", "invite-" + lastCseq, true)
        + empty();
  }

  String answer() {
    return "SIP/2.0 200 OK\r\n"
        + dialog(true, lastCseq + " INVITE", "invite-" + lastCseq, true)
        + "Contact: <sip:callee@192.0.2.102:40002>\r\nAllow: INVITE, ACK, BYE, CANCEL, UPDATE\r\n"
        + timer(refresher)
        + "Server: load-phone/1.0\r\n"
        + body();
  }

  /** The ACK of a challenge has the branch of its INVITE; that of a 2xx has one of its own. */
  String ack(String what) {
    String branch = what.startsWith("INVITE") ? "invite-" + lastCseq : "ack-" + lastCseq;
    return "ACK sip:callee@192.0.2.102:40002 SIP/2.0\r\n"
        + dialog(true, lastCseq + " ACK", branch, true)
        + empty();
  }

  String refresh(boolean byCaller, String method, int number) {
    String cseq = cseq(byCaller, number);
    refreshes = number;
    boolean invite = method.equals("INVITE");
    return method
        + " sip:peer@192.0.2.10 SIP/2.0\r\n"
        + dialog(byCaller, cseq + " " + method, "refresh-" + cseq, true)
        + "Contact: <sip:peer@192.0.2.101:40000>\r\nAllow: INVITE, ACK, BYE, CANCEL, UPDATE\r\n"
        + "Supported: timer\r\nSession-Expires: "
        + interval
        + ";refresher=uac\r\nMin-SE: 90\r\n"
        + (invite ? body() : empty());
  }

  String refreshed(boolean byCaller, String method, int number) {
    String cseq = cseq(byCaller, number);
    boolean invite = method.equals("INVITE");
    return "SIP/2.0 200 OK\r\n"
        + dialog(byCaller, cseq + " " + method, "refresh-" + cseq, true)
        + "Contact: <sip:peer@192.0.2.102:40002>\r\n"
        + timer("uac")
        + (invite ? body() : empty());
  }

  String refreshAck(boolean byCaller, int number) {
    String cseq = cseq(byCaller, number);
    return "ACK sip:peer@192.0.2.10 SIP/2.0\r\n"
        + dialog(byCaller, cseq + " ACK", "refresh-ack-" + cseq, true)
        + empty();
  }

  /**
   * The number of a side's nth request since the answer. Each counts its own, one by one (RFC 3261
   * section 12.2.1.1): a number passed over is a message that the daemon must believe lost.
   */
  private String cseq(boolean byCaller, int number) {
    int before = byCaller ? Integer.parseInt(lastCseq) : CALLEE_FIRST_CSEQ - 1;
    return String.valueOf(before + number);
  }

  private String byeCseq(boolean byCaller) {
    return cseq(byCaller, (byCaller == callerRefreshes ? refreshes : 0) + 1);
  }

  String bye(boolean byCaller, boolean byTimer) {
    return "BYE sip:peer@192.0.2.10 SIP/2.0\r\n"
        + dialog(byCaller, byeCseq(byCaller) + " BYE", "bye", true)
        + (byTimer ? "Reason: SIP;cause=408;text=\"No session refresh received.\"\r\n" : "")
        + empty();
  }

  String byeAnswer(boolean byCaller) {
    return "SIP/2.0 200 OK\r\n"
        + dialog(byCaller, byeCseq(byCaller) + " BYE", "bye", true)
        + empty();
  }

  /** The message as it is on the other side of the proxy: with the proxy's Via on top. */
  String withProxyVia(String message) {
    int end = message.indexOf("\r\n") + 2;
    return message.substring(0, end) + PROXY_VIA.formatted(N) + message.substring(end);
  }

  private String timer(String side) {
    return "Require: timer\r\nSupported: timer\r\nSession-Expires: "
        + interval
        + ";refresher="
        + side
        + "\r\n";
  }

  /**
   * The headers that say which dialog it is; its requests go from the caller or from the callee.
   */
  private String dialog(boolean byCaller, String cseq, String branch, boolean bothTags) {
    String caller = "<sip:caller@pbx.example>;tag=c" + N;
    String callee = "<sip:2000@pbx.example>" + (bothTags ? ";tag=d" + N : "");
    return "Via: SIP/2.0/UDP 192.0.2.101:40000;branch=z9hG4bK-%s-%s;rport\r\n".formatted(N, branch)
        + "Max-Forwards: 70\r\nFrom: %s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %s\r\n"
            .formatted(byCaller ? caller : callee, byCaller ? callee : caller, callId(), cseq);
  }

  private static String body() {
    return "Content-Type: application/sdp\r\nContent-Length: " + SDP.length() + "\r\n\r\n" + SDP;
  }

  private static String empty() {
    return "Content-Length: 0\r\n\r\n";
  }
}
