package org.sessionwatch.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * The INVITE and UPDATE transactions of one dialog: finds the one a message belongs to, and keeps
 * each until no copy of its messages can come any more.
 */
final class Attempts {
  private List<RefreshAttempt> recent = List.of();
  private @Nullable EarlySigns signs;
  private int refreshes;
  private boolean failedSinceSuccess;
  private boolean unansweredSinceSuccess;
  private boolean provisional;

  // Below 2^31; there is one of these for each open dialog.
  private int pastCseqCaller;
  private int pastCseqCallee;

  /** Those of a dialog heard from its first INVITE on. */
  static Attempts beginningWith(RefreshAttempt initial) {
    Attempts attempts = new Attempts();
    attempts.recent = List.of(initial);
    return attempts;
  }

  static Attempts restored(int refreshes, long lastCseqCaller, long lastCseqCallee) {
    Attempts attempts = new Attempts();
    attempts.refreshes = refreshes;
    attempts.pastCseqCaller = (int) lastCseqCaller;
    attempts.pastCseqCallee = (int) lastCseqCallee;
    return attempts;
  }

  /**
   * A copy of a request.
   *
   * @param newSdp whether it describes the session in a new way
   */
  void requested(
      SipMessage request,
      Side by,
      long nowUs,
      boolean newSdp,
      SessionTimer timer,
      long toleranceUs) {
    RefreshAttempt attempt = find(by, request.cseq());
    if (attempt == null) {
      attempt = retried(request, by, nowUs);
    }
    if (attempt == null && !isPast(by, request.cseq())) {
      attempt = begin(request, by, nowUs, timer, toleranceUs);
      attempt.changesSdp = newSdp;
    }
    if (attempt != null && !attempt.judged) {
      attempt.requested(request);
      attempt.requestedAgain(nowUs);
    }
  }

  /** An ACK. Where the INVITE's final response was not seen, it may show that there was one. */
  void acknowledged(SipMessage ack, Side by, long nowUs) {
    RefreshAttempt attempt = find(by, ack.cseq());
    if (attempt == null) {
      showsRequest(ack, by, nowUs);
      return;
    }
    if (attempt.method == SipMethod.INVITE) {
      attempt.acknowledged(ack, nowUs);
    }
  }

  /** A message that only follows a request, which was not heard yet. */
  void showsRequest(SipMessage sign, Side by, long nowUs) {
    if (find(by, sign.cseq()) == null && !isPast(by, sign.cseq())) {
      signs = signs == null ? new EarlySigns() : signs;
      signs.add(sign, by, nowUs);
    }
  }

  /** See {@link AttemptSearch#unacknowledged}. */
  @Nullable RefreshAttempt unacknowledged(long byeUs, @Nullable Side byeBy) {
    return AttemptSearch.unacknowledged(recent, byeUs, byeBy);
  }

  /** See {@link AttemptSearch#inForceAt}. */
  TimerInForce inForceAt(RefreshAttempt attempt, SessionTimer timer) {
    return AttemptSearch.inForceAt(recent, attempt, timer);
  }

  /** See {@link AttemptSearch#overtakenBy}. */
  @Nullable RefreshAttempt overtakenBy(SipMessage request, Side by, long nowUs) {
    return AttemptSearch.overtakenBy(recent, request, by, nowUs);
  }

  /** The attempt that a final response belongs to; null for a copy of one long over. */
  @Nullable RefreshAttempt answering(
      SipMessage response, Side by, long nowUs, SessionTimer timer, long toleranceUs) {
    RefreshAttempt attempt = find(by, response.cseq());
    if (attempt == null) {
      attempt = retried(response, by, nowUs);
    }
    if (attempt == null && !isPast(by, response.cseq())) {
      attempt = begin(response, by, nowUs, timer, toleranceUs);
    }
    if (attempt != null && attempt.cseq() != response.cseq()) {
      return null;
    }
    // Of several final responses the first counts, but a 2xx wins over what a proxy made up.
    boolean copy = attempt != null && attempt.isAnswered() && !response.isSuccess();
    return copy ? null : attempt;
  }

  /** A request of before the 2xx that made the dialog; its copies are to be passed over. */
  void ignore(Side by, long cseq) {
    if (by == Side.CALLER) {
      pastCseqCaller = Math.max(pastCseqCaller, (int) cseq);
    } else {
      pastCseqCallee = Math.max(pastCseqCallee, (int) cseq);
    }
  }

  /**
   * The Min-SE that this request, as the retry of one refused with 422, was to ask for, in seconds;
   * 0 for any other. It is handed out once.
   */
  int takeDemand(SipMessage request, Side by) {
    RefreshAttempt attempt = find(by, request.cseq());
    if (attempt == null || attempt.cseq() != request.cseq()) {
      return 0;
    }
    return attempt.takeDemand();
  }

  /** Whether a request was answered already: it says nothing of the present. */
  boolean isCopyOfAnswered(SipMessage request, Side by) {
    RefreshAttempt attempt = find(by, request.cseq());
    return attempt == null
        ? isPast(by, request.cseq())
        : attempt.isAnswered() || request.cseq() < attempt.cseq();
  }

  /**
   * Joins an attempt, whose challenge has come only now, to the retry that came before it, and
   * gives that one; null when none did.
   */
  @Nullable RefreshAttempt mergeRetry(RefreshAttempt challenged) {
    RefreshAttempt retry = AttemptSearch.retryOf(recent, challenged);
    if (retry != null) {
      retry.continues(challenged);
      recent = Few.without(recent, attempt -> attempt == challenged);
    }
    return retry;
  }

  private @Nullable RefreshAttempt find(Side by, long cseq) {
    for (RefreshAttempt attempt : recent) {
      if (attempt.is(by, cseq)) {
        return attempt;
      }
    }
    return null;
  }

  private @Nullable RefreshAttempt retried(SipMessage request, Side by, long nowUs) {
    RefreshAttempt attempt = AttemptSearch.retriedBy(recent, request, by, nowUs);
    if (attempt != null) {
      attempt.retried(request.cseq(), nowUs);
      takeSigns(attempt);
    }
    return attempt;
  }

  private RefreshAttempt begin(
      SipMessage message, Side by, long nowUs, SessionTimer timer, long toleranceUs) {
    RefreshAttempt attempt =
        new RefreshAttempt(++refreshes, message.method(), by, message.cseq(), nowUs);
    RefreshAttempt next = AttemptSearch.nextOf(recent, by, message.cseq());
    if (next != null) {
      // Each side counts its requests up, so it sent this one first.
      attempt.sentBy(next.requestedUs());
      attempt.dueUs = next.dueUs;
    } else if (timer.isActive()) {
      attempt.dueUs = timer.thresholds(toleranceUs).dueUs();
    }
    attempt.confirmed = message.isRequest();
    recent = Few.with(recent, attempt);
    takeSigns(attempt);
    return attempt;
  }

  private void takeSigns(RefreshAttempt attempt) {
    if (signs == null) {
      return;
    }
    for (EarlySigns.Sign sign : signs.takeOf(attempt)) {
      attempt.sentBy(sign.heardUs());
      if (sign.message().method() == SipMethod.ACK) {
        acknowledged(sign.message(), sign.by(), sign.heardUs());
      }
    }
  }

  private boolean isPast(Side by, long cseq) {
    return cseq <= (by == Side.CALLER ? pastCseqCaller : pastCseqCallee);
  }

  void succeeded() {
    failedSinceSuccess = false;
    unansweredSinceSuccess = false;
  }

  /** Whether the last refresh was concluded, not heard. */
  boolean isProvisional() {
    return provisional;
  }

  void provisional(boolean concluded) {
    provisional = concluded;
  }

  /**
   * Whether a request since the last 2xx has, as far as was heard, no final response: it may have
   * had one that the mirror lost.
   */
  boolean isAnyOpen() {
    return unansweredSinceSuccess || AttemptSearch.isAnyOpen(recent);
  }

  /**
   * A refresh that was asked by that instant, or that something heard by then shows to have been,
   * is pending, or one failed since the last 2xx and was told of then. Thresholds are looked at
   * later than they pass where a BYE, or an ACK without its 2xx, left open for a while whether they
   * would: what was asked in between comes too late.
   */
  boolean isUnderWay(long atUs) {
    boolean shown = signs != null && signs.isAnyBy(atUs);
    return shown || failedSinceSuccess || AttemptSearch.isAnyUnderWay(recent, atUs);
  }

  /**
   * An ACK came of which it is not clear yet what it was to: the session may just have been
   * refreshed.
   */
  boolean isInDoubt() {
    return (signs != null && signs.isAny()) || AttemptSearch.isAnyInDoubt(recent);
  }

  long nextDeadlineUs() {
    long next = signs == null ? Long.MAX_VALUE : signs.dueUs();
    for (RefreshAttempt attempt : recent) {
      next = Math.min(next, AttemptDeadlines.nextUs(attempt));
    }
    return next;
  }

  /** Judges the attempts whose time has come, and lets go of those of which no copy can come. */
  void judge(RefreshJudge judge, long nowUs) {
    if (signs != null) {
      signs.forget(nowUs);
      signs = signs.isAny() ? signs : null;
    }
    for (int i = 0; i < recent.size(); i++) {
      RefreshAttempt attempt = recent.get(i);
      if (AttemptDeadlines.glareUs(attempt) <= nowUs) {
        attempt.glareTold = true;
        judge.glare(attempt);
      }
      if (AttemptDeadlines.stepUs(attempt) > nowUs) {
        continue;
      }
      if (attempt.shownUs() != Long.MAX_VALUE) {
        resolveAck(judge, attempt);
      } else if (attempt.isAnswered() && !attempt.judged) {
        judge(judge, attempt);
      } else if (!attempt.isAnswered() && !attempt.unansweredTold) {
        attempt.unansweredTold = true;
        unansweredSinceSuccess = true;
        judge.unanswered(attempt, AttemptSearch.isOvertaken(recent, attempt));
      } else {
        i--;
        recent = Few.without(recent, other -> other == attempt);
        ignore(attempt.by, attempt.cseq());
      }
    }
  }

  private static void resolveAck(RefreshJudge judge, RefreshAttempt attempt) {
    if (attempt.wasAckToSuccess()) {
      judge.assume(attempt, attempt.shownUs());
    } else {
      attempt.forgetAck();
    }
  }

  private void judge(RefreshJudge judge, RefreshAttempt attempt) {
    attempt.judged = true;
    failedSinceSuccess |=
        attempt.isFailure() && judge.matters(attempt) && !judge.timer().isRestartedAfter(attempt);
    judge.judged(attempt);
    if (attempt.isSuccess() && attempt.outcome() == RefreshOutcome.TURNED_OFF) {
      AttemptSearch.noneIsDueAfter(recent, attempt, judge.timer());
    }
    attempt.release();
  }

  /** Nothing more will come: judges what was answered and tells what is left pending. */
  void conclude(RefreshJudge judge) {
    for (RefreshAttempt attempt : recent) {
      if (attempt.isAnswered() && !attempt.judged) {
        judge(judge, attempt);
      } else if (!attempt.isAnswered() && !attempt.unansweredTold) {
        judge.tell(attempt);
      }
    }
  }
}
