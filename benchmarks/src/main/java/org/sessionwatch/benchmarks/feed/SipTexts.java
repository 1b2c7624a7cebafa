package org.sessionwatch.benchmarks.feed;

import java.nio.charset.StandardCharsets;

/**
 * The SIP messages of one call over a proxy, and of a phone that registers and is asked whether it
 * lives, with {@link #NUMBER} wherever the call's or the phone's number stands.
 */
final class SipTexts {
  /**
   * Stands for a number of eight hexadecimal digits, so that a message's length is always the same.
   */
  static final String NUMBER = "%CALLNUM";

  /** User agents in use at once: phones of a farm are of few models. */
  static final int VARIANTS = 16;

  private static final String PROXY = "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKpx" + NUMBER;
  private static final String PHONE = "SIP/2.0/UDP 10.1.2.3:5060;rport;branch=z9hG4bKph" + NUMBER;
  private static final String TIMER = "Session-Expires: 1800;refresher=uac\r\nMin-SE: 90\r\n";
  private static final String ALLOW =
      "Allow: INVITE, ACK, CANCEL, BYE, UPDATE, PRACK, INFO, OPTIONS, NOTIFY\r\n"
          + "Supported: timer, replaces, 100rel\r\n";
  private static final String SDP =
      "v=0\r\no=- 1718 1718 IN IP4 10.1.2.3\r\ns=-\r\nc=IN IP4 10.1.2.3\r\nt=0 0\r\n"
          + "m=audio 17000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n";

  private final String agent;

  SipTexts(int variant) {
    this.agent = "Model " + variant + " Phone 4.2." + variant;
  }

  /**
   * @param behindProxy whether the message is mirrored on the hop between the proxy and the callee
   */
  byte[] invite(boolean behindProxy) {
    return request("INVITE", "inv", 1, false, behindProxy, agentLine() + ALLOW + TIMER, SDP);
  }

  byte[] trying(boolean behindProxy) {
    return response("100 Trying", "INVITE", "inv", 1, false, behindProxy, "", "");
  }

  byte[] ringing(boolean behindProxy) {
    return response("180 Ringing", "INVITE", "inv", 1, true, behindProxy, serverLine() + ALLOW, "");
  }

  byte[] answer(boolean behindProxy) {
    String headers = serverLine() + ALLOW + "Require: timer\r\n" + TIMER;
    return response("200 OK", "INVITE", "inv", 1, true, behindProxy, headers, SDP);
  }

  byte[] ack(boolean behindProxy) {
    return request("ACK", "ack", 1, true, behindProxy, agentLine(), "");
  }

  byte[] update(boolean behindProxy) {
    return request("UPDATE", "upd", 2, true, behindProxy, agentLine() + ALLOW + TIMER, "");
  }

  byte[] updated(boolean behindProxy) {
    String headers = serverLine() + ALLOW + "Require: timer\r\n" + TIMER;
    return response("200 OK", "UPDATE", "upd", 2, true, behindProxy, headers, "");
  }

  /** The end by the callee's timer: the one alert that this feed holds. */
  byte[] drop(boolean behindProxy) {
    String reason = "Reason: SIP;cause=408;text=\"Session timeout\"\r\n";
    return request("BYE", "bye", 3, true, behindProxy, agentLine() + reason, "");
  }

  byte[] bye(boolean behindProxy) {
    return request("BYE", "bye", 3, true, behindProxy, agentLine(), "");
  }

  byte[] ended(boolean behindProxy) {
    return response("200 OK", "BYE", "bye", 3, true, behindProxy, serverLine(), "");
  }

  byte[] options() {
    return request("OPTIONS", "opt", 11, false, false, "Accept: application/sdp\r\n" + ALLOW, "");
  }

  byte[] alive() {
    return response("200 OK", "OPTIONS", "opt", 11, true, false, serverLine() + ALLOW, "");
  }

  byte[] register(boolean authorized) {
    String credentials =
        "Authorization: Digest username=\""
            + NUMBER
            + "\", realm=\"pbx.example\", uri=\"sip:pbx.example\","
            + " nonce=\"5f1a7c33\", response=\"6629fae49393a05397450978507c4ef1\", algorithm=MD5\r\n";
    String headers = agentLine() + ALLOW + "Expires: 300\r\n" + (authorized ? credentials : "");
    return request("REGISTER", "reg", authorized ? 22 : 21, false, false, headers, "");
  }

  byte[] registered(boolean authorized) {
    String challenge =
        "WWW-Authenticate: Digest realm=\"pbx.example\", nonce=\"5f1a7c33\", algorithm=MD5, qop=\"auth\"\r\n";
    return response(
        authorized ? "200 OK" : "401 Unauthorized",
        "REGISTER",
        "reg",
        authorized ? 22 : 21,
        true,
        false,
        "Server: Kamailio\r\n" + (authorized ? "Expires: 300\r\n" : challenge),
        "");
  }

  private String agentLine() {
    return "User-Agent: " + agent + "\r\n";
  }

  private String serverLine() {
    return "Server: Gateway 7 " + agent + "\r\n";
  }

  private static byte[] request(
      String method,
      String transaction,
      int cseq,
      boolean inDialog,
      boolean behindProxy,
      String headers,
      String body) {
    String first = method + " sip:bob-" + NUMBER + "@pbx.example SIP/2.0\r\n";
    return message(first, method, transaction, cseq, inDialog, behindProxy, headers, body);
  }

  private static byte[] response(
      String status,
      String method,
      String transaction,
      int cseq,
      boolean toTag,
      boolean behindProxy,
      String headers,
      String body) {
    return message(
        "SIP/2.0 " + status + "\r\n", method, transaction, cseq, toTag, behindProxy, headers, body);
  }

  private static byte[] message(
      String first,
      String method,
      String transaction,
      int cseq,
      boolean toTag,
      boolean behindProxy,
      String headers,
      String body) {
    String vias =
        (behindProxy ? "Via: " + PROXY + transaction + "\r\n" : "")
            + "Via: "
            + PHONE
            + transaction
            + "\r\n";
    String text =
        first
            + vias
            + "Max-Forwards: "
            + (behindProxy ? 69 : 70)
            + "\r\n"
            + "From: \"Alice "
            + NUMBER
            + "\" <sip:alice-"
            + NUMBER
            + "@pbx.example>;tag=f"
            + NUMBER
            + "\r\n"
            + "To: <sip:bob-"
            + NUMBER
            + "@pbx.example>"
            + (toTag ? ";tag=t" + NUMBER : "")
            + "\r\n"
            + "Call-ID: "
            + NUMBER
            + "-b1946ac92492d2347c6235b4d2611184@10.1.2.3\r\n"
            + "CSeq: "
            + cseq
            + " "
            + method
            + "\r\n"
            + "Contact: <sip:"
            + NUMBER
            + "@10.1.2.3:5060;transport=udp>\r\n"
            + headers
            + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
