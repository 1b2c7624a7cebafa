package org.sessionwatch.session.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Side;

/**
 * A message as it was really sent; a retransmission is a message of its own.
 *
 * @param atUs when it passed the first capture point, in microseconds
 * @param sender who sent it
 * @param method of the request, or of the request that it answers
 * @param cseq CSeq number
 * @param status 0 for a request
 * @param callerTag the caller's tag
 * @param calleeTag the callee's tag; null while none is known
 * @param headers what it says about the timer
 * @param branch of its topmost Via where it was sent
 */
record Message(
    long atUs,
    Side sender,
    String method,
    long cseq,
    int status,
    String callerTag,
    @Nullable String calleeTag,
    Headers headers,
    String branch) {
  static final String CALL_ID = "call-1@example.net";

  boolean isRequest() {
    return status == 0;
  }

  boolean isFinal() {
    return status >= 200;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** INVITE or UPDATE: what can refresh a session. */
  boolean canRefresh() {
    return method.equals("INVITE") || method.equals("UPDATE");
  }

  /** The UAC of its transaction. */
  Side requester() {
    return isRequest() ? sender : sender.other();
  }

  /** What the messages of one transaction have in common. */
  String transaction() {
    return requester() + " " + method + " " + cseq;
  }

  /** The request that it answers, of which no more is known than that. */
  Message requestToIt() {
    return new Message(
        atUs, requester(), method, cseq, 0, callerTag, calleeTag, Headers.NONE, branch);
  }

  Message at(long otherUs) {
    return new Message(
        otherUs, sender, method, cseq, status, callerTag, calleeTag, headers, branch);
  }

  /**
   * As bytes on the wire would say it.
   *
   * @param behindProxy on the hop where a proxy's Via stands above the sender's
   */
  String text(boolean behindProxy) {
    StringBuilder sip = new StringBuilder(400);
    sip.append(isRequest() ? method + " sip:x@example.net SIP/2.0" : "SIP/2.0 " + status + " -");
    sip.append("\r\n");
    if (behindProxy) {
      sip.append("Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK-proxy-" + branch + "\r\n");
    }
    sip.append("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-" + branch + "\r\n");
    sip.append("From: " + party(requester()) + "\r\nTo: " + party(requester().other()) + "\r\n");
    sip.append("Call-ID: " + CALL_ID + "\r\nCSeq: " + cseq + " " + method + "\r\n");
    return sip.append(headers.lines("\r\n")).append("\r\n").toString();
  }

  private String party(Side side) {
    String tag = side == Side.CALLER ? callerTag : calleeTag;
    String uri = side == Side.CALLER ? "<sip:alice@example.net>" : "<sip:bob@example.net>";
    return tag == null ? uri : uri + ";tag=" + tag;
  }

  /** As a line of a readable script, seconds from {@code originUs}. */
  String script(long originUs) {
    String first = isRequest() ? method + " " + cseq : status + " " + method + " " + cseq;
    String lines = headers.lines("\\n");
    String body = lines.isEmpty() ? first : first + "\\n" + lines.substring(0, lines.length() - 2);
    String who = sender.name().toLowerCase(Locale.ROOT);
    double seconds = (atUs - originUs) / 1e6;
    String tags = callerTag + "/" + calleeTag;
    return String.format(Locale.ROOT, "    .%s(%.6f, \"%s\") // %s", who, seconds, body, tags);
  }
}
