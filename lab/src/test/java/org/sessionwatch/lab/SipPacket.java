package org.sessionwatch.lab;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP message that went over the loopback.
 *
 * @param at when the kernel saw it
 * @param fromPort the sender's UDP port
 * @param text the message
 */
record SipPacket(Instant at, int fromPort, String text) {

  /** Whether this is a request with this method. */
  boolean isRequest(String method) {
    return text.startsWith(method + " ");
  }

  /** Whether this answers a request with this method by this status. */
  boolean isAnswer(int status, String method) {
    return text.startsWith("SIP/2.0 " + status + " ")
        && header("CSeq").orElse("").endsWith(" " + method);
  }

  /** The value of the first header of this name, as the lab's programs write it. */
  Optional<String> header(String name) {
    Matcher line =
        Pattern.compile("(?im)^" + Pattern.quote(name) + ":[ \t]*(.*?)\r?$").matcher(text);
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }
}
