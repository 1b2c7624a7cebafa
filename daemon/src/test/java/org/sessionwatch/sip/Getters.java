package org.sessionwatch.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a message for everything it can tell, as the engine and the page may. */
public final class Getters {
  private Getters() {}

  /** What is told of a message that has what the scan promises; throws where it has not. */
  public static void callAll(SipMessage message) {
    text(message, message.callId());
    text(message, message.fromTag());
    text(message, message.toTag());
    text(message, message.fromUri());
    text(message, message.toUri());
    text(message, message.branch());
    text(message, message.userAgent());
    text(message, message.reasonText());
    require(!message.toString().isEmpty(), "summary");
    require(message.isRequest() == (message.status() == 0), "request");
    require(
        message.status() == 0 || (message.status() >= 100 && message.status() <= 699), "status");
    require(message.isFinal() || !message.isSuccess(), "final");
    require(message.method() != null && message.refresher() != null, "enums");
    require(message.cseq() >= 0 && message.cseq() <= Integer.MAX_VALUE, "CSeq");
    require(!message.callId().isEmpty(), "Call-ID");
    require(message.hasToTag() == !message.toTag().isEmpty(), "To tag");
    require(message.vias() >= 0, "hops");
    require(message.sessionExpiresS() >= SipMessage.UNREADABLE, "Session-Expires");
    require(message.minSeS() >= SipMessage.UNREADABLE, "Min-SE");
    require(message.reasonCause() >= SipMessage.ABSENT && message.reasonCause() <= 999, "cause");
    require(message.hasSdp() || message.sdpHash() == 0, "session description");
    require(message.hasReason() || message.reasonText() == null, "Reason");
    require(
        !message.sessionExpiresConflict() || message.sessionExpiresS() != SipMessage.ABSENT,
        "second Session-Expires");
    require(
        !message.sessionExpiresClamped() || message.sessionExpiresS() != SipMessage.ABSENT,
        "large Session-Expires");
    List<Boolean> flags =
        Arrays.asList(
            message.supportsTimer(),
            message.requiresTimer(),
            message.unsupportedTimer(),
            message.isCut(),
            message.allowsUpdate());
    require(message.allowsUpdate() != null || flags.contains(null), "Allow");
  }

  /** The same for whatever a scan gave. */
  public static void callAll(SipScan scan, int length) {
    if (scan instanceof SipMessage message) {
      callAll(message);
    } else if (scan instanceof Malformed malformed) {
      require(malformed.offset() >= 0 && malformed.offset() <= length + 1, "offset");
      assertThat(malformed.reason()).isNotNull();
    }
  }

  private static void text(SipMessage message, @Nullable String text) {
    require(text == null || text.length() <= message.bytes.length, "text");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("a message whose " + what + " cannot be");
    }
  }
}
