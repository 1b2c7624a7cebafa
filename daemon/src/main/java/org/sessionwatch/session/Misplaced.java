package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * The messages of one call that came before what they belong to. Mirrors swap messages by up to a
 * second: for so long they are held.
 */
final class Misplaced {
  /** More than this many misplaced messages of one call are not waited with. */
  private static final int MOST = 16;

  private List<Held> held = List.of();

  /** UPDATEs that came before the 2xx of their INVITE. */
  private List<SipMessage> updates = List.of();

  /** Requests within a dialog that came before its 2xx: they have used up numbers. */
  private @Nullable List<SipMessage> requests;

  /**
   * A message that waits.
   *
   * @param heardUs when it was heard
   */
  record Held(SipMessage message, long heardUs) {}

  /** Takes a message that fits nothing yet; false when it tells nothing or there are too many. */
  boolean take(SipMessage message, long nowUs) {
    noteNumber(message);
    if (!tells(message) || held.size() >= MOST) {
      return false;
    }
    held = Few.with(held, new Held(message, nowUs));
    if (message.method() == SipMethod.UPDATE && updates.size() < MOST) {
      updates = Few.with(updates, message);
    }
    return true;
  }

  /** Whether the message tells something of a session, once that is known. */
  static boolean tells(SipMessage message) {
    return switch (message.method()) {
      case INVITE, UPDATE -> message.isRequest() || message.isFinal() || isStray(message);
      case BYE -> message.isRequest() || message.isFinal();
      case ACK -> true;
      case CANCEL, PRACK, OTHER -> false;
    };
  }

  /** A provisional response with an interval, which means nothing and is told of (R2). */
  private static boolean isStray(SipMessage message) {
    return message.status() > 100 && message.sessionExpiresS() != SipMessage.ABSENT;
  }

  private void noteNumber(SipMessage message) {
    boolean counts = message.method() != SipMethod.ACK && message.method() != SipMethod.CANCEL;
    if (counts && message.isRequest() && message.hasToTag()) {
      if (requests == null) {
        requests = new ArrayList<>(2);
      }
      if (requests.size() < MOST) {
        requests.add(message);
      }
    }
  }

  /** Lets the dialog know of the numbers that its sides have used before its 2xx was heard. */
  void countIn(WatchedDialog dialog, long nowUs) {
    if (requests != null) {
      for (SipMessage request : requests) {
        Side sender = dialog.sender(request);
        if (sender != null) {
          dialog.hearing().heard(sender, request.cseq(), nowUs);
        }
      }
    }
  }

  /** When a 2xx to the INVITE was sent at the latest: its ACK may have been mirrored before it. */
  long orAcknowledged(SipMessage success, long nowUs) {
    long sentUs = nowUs;
    for (Held early : held) {
      SipMessage ack = early.message();
      boolean acknowledges =
          ack.method() == SipMethod.ACK
              && ack.cseq() == success.cseq()
              && ack.toTag().equals(success.toTag());
      sentUs = acknowledges ? Math.min(sentUs, early.heardUs()) : sentUs;
    }
    return sentUs;
  }

  /** UPDATEs from before the INVITE's 2xx: that 2xx says what holds (R30). */
  void dropUpdates(WatchedDialog dialog) {
    held = Few.without(held, early -> early.message().method() == SipMethod.UPDATE);
    updates.forEach(dialog::ignoreEarly);
  }

  /** Those that wait now. */
  List<Held> all() {
    return held;
  }

  /** Takes one out; false when it does not wait any more. */
  boolean release(Held early) {
    boolean waits = held.contains(early);
    held = Few.without(held, early::equals);
    return waits;
  }

  /** Takes the oldest out when its time is over by now; null when none is. */
  @Nullable Held takeDue(long nowUs) {
    if (dueUs() > nowUs || held.isEmpty()) {
      return null;
    }
    Held oldest = held.get(0);
    held = Few.without(held, oldest::equals);
    return oldest;
  }

  /** When the oldest has waited long enough; {@code Long.MAX_VALUE} when none waits. */
  long dueUs() {
    return held.isEmpty() ? Long.MAX_VALUE : held.get(0).heardUs() + EngineSettings.SETTLE_US;
  }

  boolean isEmpty() {
    return held.isEmpty();
  }
}
