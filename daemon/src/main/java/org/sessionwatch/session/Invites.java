package org.sessionwatch.session;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/** The INVITEs of one Call-ID that may become dialogs, or from which dialogs came. */
final class Invites {
  /** More forks and retries than any real call makes. */
  private static final int MOST = 32;

  private @Nullable InitialInvite first;

  /** The INVITE that this is a copy of, or answers; null when none was heard. */
  @Nullable InitialInvite find(SipMessage message) {
    for (InitialInvite invite = first; invite != null; invite = invite.next) {
      if (invite.is(message)) {
        return invite;
      }
    }
    return null;
  }

  /** One more; null when there are too many. */
  @Nullable InitialInvite begin(SipMessage message, long nowUs) {
    if (Chained.count(first) >= MOST) {
      return null;
    }
    InitialInvite invite = new InitialInvite(message, nowUs);
    first = Chained.with(first, invite);
    return invite;
  }

  /** An INVITE that is refused and sent again begins with the first (R16). */
  long firstUs() {
    long firstUs = Long.MAX_VALUE;
    for (InitialInvite invite = first; invite != null; invite = invite.next) {
      firstUs = Math.min(firstUs, invite.requestedUs);
    }
    return firstUs;
  }

  /**
   * Whether the message is an UPDATE from before the 2xx of its INVITE: that 2xx will say what
   * holds (R30).
   */
  boolean isEarlyUpdate(SipMessage message) {
    for (InitialInvite invite = first; invite != null; invite = invite.next) {
      boolean sameCall = invite.isFrom(message) || invite.isTo(message);
      if (sameCall && !invite.isSuccess() && message.method() == SipMethod.UPDATE) {
        return true;
      }
    }
    return false;
  }

  /** The retry that still asks for less than it was told to; null when there is none. */
  @Nullable InitialInvite stubborn() {
    for (InitialInvite retry = first; retry != null; retry = retry.next) {
      for (InitialInvite earlier = first; earlier != null; earlier = earlier.next) {
        if (retry.asksForLessThan(earlier)) {
          return retry;
        }
      }
    }
    return null;
  }

  /** Whether the message goes to who sent one of them. */
  boolean isToSender(SipMessage message) {
    for (InitialInvite invite = first; invite != null; invite = invite.next) {
      if (invite.isTo(message)) {
        return true;
      }
    }
    return false;
  }

  /** When the first one is over; {@code Long.MAX_VALUE} when there is none. */
  long overUs() {
    long next = Long.MAX_VALUE;
    for (InitialInvite invite = first; invite != null; invite = invite.next) {
      next = Math.min(next, invite.overUs());
    }
    return next;
  }

  /** Those that would be over by now ring on, where that holds for them. */
  void ringOn(long nowUs, Predicate<InitialInvite> which) {
    for (InitialInvite invite = first; invite != null; invite = invite.next) {
      if (invite.overUs() <= nowUs && which.test(invite)) {
        invite.ringOn();
      }
    }
  }

  /** Takes one out that is over by now; null when none is. */
  @Nullable InitialInvite takeOver(long nowUs) {
    for (InitialInvite invite = first; invite != null; invite = invite.next) {
      if (invite.overUs() <= nowUs) {
        InitialInvite over = invite;
        first = Chained.without(first, one -> one == over);
        return invite;
      }
    }
    return null;
  }

  boolean isEmpty() {
    return first == null;
  }
}
