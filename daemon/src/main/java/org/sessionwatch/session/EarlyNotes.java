package org.sessionwatch.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * What the messages before a dialog say of its timer. It is told with the dialog that comes of the
 * INVITE or of its retry, or with the one that does not come about.
 */
final class EarlyNotes {
  private List<Note> notes = List.of();
  private @Nullable IntervalDemands demands;

  /** The 422s of this Call-ID. */
  IntervalDemands demands() {
    demands = demands == null ? new IntervalDemands() : demands;
    return demands;
  }

  /** Whether there was one. */
  boolean isAnyDemand() {
    return demands != null && demands.isAny();
  }

  /** One more try, or one more answer: mirrors tell of them in any order. */
  void compare(Invites tries) {
    InitialInvite stubborn = tries.stubborn();
    if (stubborn != null && demands().isFirstLoop()) {
      note(loop(stubborn), stubborn.requestedUs);
    }
  }

  /** A provisional response, or the first final one. */
  void answered(InitialInvite invite, SipMessage response, long nowUs) {
    if (!response.isFinal()) {
      provisional(response, nowUs);
    } else if (response.status() == 422) {
      tooSmall(invite, response, nowUs);
    } else if (isRefusal(response)) {
      note(NegotiationTexts.refused(callee(invite), response.status(), caller(invite)), nowUs);
    }
  }

  private void provisional(SipMessage response, long nowUs) {
    // chan_sip puts its own into every 100 Trying, which goes no further than the next hop.
    boolean trying = response.status() == 100;
    if (!trying && response.sessionExpiresS() != SipMessage.ABSENT) {
      note(NegotiationTexts.strayInterval("a provisional response"), nowUs);
    }
  }

  private void tooSmall(InitialInvite invite, SipMessage refusal, long nowUs) {
    if (IntervalDemands.demandsTooLittle(refusal)) {
      note(NegotiationTexts.demandsTooLittle(callee(invite)), nowUs);
    }
    if (demands().isLoopAfter(refusal)) {
      note(loop(invite), nowUs);
    }
  }

  /** Whether the response refuses the timer (420), or a request without one (421). */
  static boolean isRefusal(SipMessage response) {
    return (response.status() == 420 && response.unsupportedTimer())
        || (response.status() == 421 && response.requiresTimer());
  }

  private AlertTexts.Text loop(InitialInvite invite) {
    return NegotiationTexts.loop(callee(invite), caller(invite), demands());
  }

  private static String caller(InitialInvite invite) {
    return "Caller " + invite.callerUri();
  }

  private static String callee(InitialInvite invite) {
    return "Callee " + invite.calleeUri();
  }

  private void note(AlertTexts.Text text, long nowUs) {
    boolean known =
        notes.stream()
            .map(Note::text)
            .anyMatch(o -> o.kind() == text.kind() && o.subject().equals(text.subject()));
    if (!known) {
      notes = Few.with(notes, new Note(text, nowUs));
    }
  }

  boolean isEmpty() {
    return notes.isEmpty();
  }

  /** Hands the notes over; they are told once. */
  List<Note> takeNotes() {
    List<Note> taken = notes;
    notes = List.of();
    return taken;
  }
}
