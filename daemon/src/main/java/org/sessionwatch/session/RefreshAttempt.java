package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * One INVITE or UPDATE of a dialog, from its request over challenges and retries (R26) to its final
 * response. The first INVITE, which establishes the dialog, is one too, with sequence number 0.
 */
final class RefreshAttempt {
  final SipMethod method;
  final Side by;
  private int seq;
  private long firstCseq;
  private long requestedUs;
  private @Nullable Integer intervalAfterS;
  private @Nullable Side refresherAfter;

  /** Half the interval that the request met; {@link Instants#NONE} where no timer was active. */
  long dueUs = Instants.NONE;

  boolean judged;
  boolean unansweredTold;
  boolean confirmed = true;
  boolean glareTold;
  boolean acked;
  private long repeatedUs = Instants.NONE;
  private long answerRepeatedUs = Instants.NONE;
  private boolean mayBeTwo;
  private int demandedS;
  private long demandedBefore;

  /** Whether the refresh before it was concluded, not heard. */
  boolean followsConcluded;

  /** The 2xx before its own. */
  long refreshedBeforeUs = Instants.NONE;

  /** Who was refresher when the 2xx came; null when nobody was. */
  @Nullable Side refresherBefore;

  /** Whether the request carried a new session description: then it was not only a refresh. */
  boolean changesSdp;

  private boolean assumed;
  private TimerState stateAtAnswer = TimerState.UNKNOWN;
  private long ackUs = Instants.NONE;
  private String ackBranch = "";
  private long glareUs = Instants.NONE;
  private Hops hops = new Hops();
  private long cseq;
  private long lastRequestUs;
  private int requestedIntervalS = SipMessage.ABSENT;
  private int requestedMinSeS = SipMessage.ABSENT;
  private long answeredUs = Instants.NONE;
  private int status;
  private @Nullable TimerAnswer answer;

  RefreshAttempt(int seq, SipMethod method, Side by, long cseq, long requestedUs) {
    this.seq = seq;
    this.method = method;
    this.by = by;
    this.firstCseq = cseq;
    this.cseq = cseq;
    this.requestedUs = requestedUs;
    this.lastRequestUs = requestedUs;
  }

  long requestedUs() {
    return requestedUs;
  }

  /** This is the retry of an attempt whose challenge was mirrored late: one attempt, not two. */
  void continues(RefreshAttempt first) {
    seq = first.seq;
    firstCseq = first.firstCseq;
    requestedUs = first.requestedUs;
    dueUs = first.dueUs;
    glareUs = isSuccess() ? Instants.NONE : first.glareUs;
  }

  boolean isInitial() {
    return seq == 0;
  }

  boolean is(Side sender, long number) {
    return by == sender && number >= firstCseq && number <= cseq;
  }

  long cseq() {
    return cseq;
  }

  /** Takes note of a copy of the request; the first may come after its response. */
  void requested(SipMessage request) {
    confirmed = true;
    hops.take(request);
    if (request.sessionExpiresS() >= 0) {
      requestedIntervalS = request.sessionExpiresS();
    }
    requestedMinSeS = Math.max(requestedMinSeS, request.minSeS());
  }

  /** A copy of the request came at that instant. */
  void repeated(long nowUs) {
    repeatedUs = nowUs;
  }

  /**
   * Whether the request was sent again up to the end of its time, as a client does without a final
   * response (RFC 3261 section 17.1: the last time 31.5 s after the first).
   */
  boolean isRepeatedUntilTimeout() {
    return repeatedUs >= unansweredUs() - EngineSettings.SETTLE_US;
  }

  /** A copy of its 2xx came at that instant. */
  void answerRepeated(long nowUs) {
    answerRepeatedUs = nowUs;
  }

  /**
   * Whether its answerer shows by what it sends that no ACK came until it hung up: a server sends
   * the 2xx again, every 4 s at least, and gives up after 64*T1 (RFC 3261 section 13.3.1.4).
   */
  boolean isShownUnacknowledged(long byeUs) {
    long afterUs = byeUs - answeredUs - EngineSettings.TRANSACTION_TIMEOUT_US;
    return answerRepeatedUs != Instants.NONE
        && byeUs - answerRepeatedUs <= EngineSettings.LONGEST_REPEAT_US
        && Math.abs(afterUs) <= EngineSettings.GIVES_UP_WITHIN_US;
  }

  /** Whether a new request of this sender is the retry that the final response asked for. */
  boolean isRetriedBy(Side sender, SipMethod retryMethod, long number, long nowUs) {
    return by == sender
        && method == retryMethod
        && number > cseq
        && asksForRetry()
        && nowUs - answeredUs <= EngineSettings.TRANSACTION_TIMEOUT_US;
  }

  /** A 422 demands that Min-SE, in seconds. */
  void demands(int minSeS) {
    demandedS = Math.max(demandedS, minSeS);
    demandedBefore = cseq;
  }

  /** See {@link Attempts#takeDemand}. */
  int takeDemand(long number) {
    boolean retry = demandedS > 0 && number == cseq && number > demandedBefore;
    demandedBefore = retry ? number : demandedBefore;
    return retry ? demandedS : 0;
  }

  /** Whether it may be two attempts: another request of its sender is missing between its tries. */
  boolean mayBeTwo() {
    return mayBeTwo;
  }

  void retried(long number, long nowUs) {
    mayBeTwo |= number > cseq + 1;
    hops = new Hops();
    ackUs = Instants.NONE;
    cseq = number;
    lastRequestUs = nowUs;
    status = 0;
    answeredUs = Instants.NONE;
    judged = false;
  }

  boolean isAnswered() {
    return status != 0 || assumed;
  }

  /** Its 2xx was not seen, but what followed shows that there was one: provisional. */
  void assumed(long nowUs) {
    assumed = true;
    confirmed = false;
    answeredUs = nowUs;
    judged = false;
  }

  /**
   * An ACK came though no final response did; whether it was to a 2xx is seen when copies are in.
   */
  void shown(SipMessage ack, long nowUs) {
    if (ackUs == Instants.NONE) {
      ackUs = nowUs;
      ackBranch = ack.branch();
    }
  }

  /** When an ACK shows that there was a 2xx; {@code Long.MAX_VALUE} when none does. */
  long shownUs() {
    return ackUs == Instants.NONE || isAnswered() ? Long.MAX_VALUE : ackUs;
  }

  /**
   * Whether that ACK was to a 2xx: then it has a branch of its own (RFC 3261 section 17.1.1.3),
   * while one to a refusal has its INVITE's.
   */
  boolean wasShownBySuccess() {
    return !hops.hasRequest(ackBranch);
  }

  /** The ACK was to a refusal that was not seen. */
  void forgetAck() {
    ackUs = Instants.NONE;
  }

  boolean isAssumed() {
    return assumed;
  }

  /** What was seen of it on each hop. */
  Hops hops() {
    return hops;
  }

  /** Lets go of the messages when nothing more is to be read from them. */
  void releaseHops() {
    hops = new Hops();
  }

  /** When the last 491 came that no 2xx followed; {@link Instants#NONE} when there is none. */
  long glareUs() {
    return glareUs;
  }

  /**
   * The final response.
   *
   * @param timer as it stands before it: what is no 2xx leaves it so (R25)
   */
  void answered(int finalStatus, long nowUs, SessionTimer timer) {
    intervalAfterS = timer.intervalInForceS();
    refresherAfter = timer.refresherInForce();
    stateAtAnswer = timer.state();
    status = finalStatus;
    answeredUs = nowUs;
    judged = false;
    assumed = false;
    if (finalStatus == 491 && glareUs == Instants.NONE) {
      glareUs = nowUs;
    }
    if (isSuccess()) {
      glareUs = Instants.NONE;
    }
  }

  void read(TimerAnswer timerAnswer) {
    answer = timerAnswer;
  }

  boolean isSuccess() {
    return assumed || (status >= 200 && status < 300);
  }

  /** 401, 407, 422 and 491 are not the end of the attempt (R26). */
  boolean asksForRetry() {
    return status == 401 || status == 407 || status == 422 || status == 491;
  }

  /**
   * A failure that an admin wants to know of; 487 is a cancelled request, which changes nothing.
   */
  boolean isRejection() {
    return status >= 400 && !asksForRetry() && status != 487;
  }

  /** It failed, and may or may not be tried again. */
  boolean isFailure() {
    return isRejection() || asksForRetry();
  }

  boolean asksForInterval() {
    return requestedIntervalS >= 0;
  }

  int requestedIntervalS() {
    return requestedIntervalS;
  }

  int requestedMinSeS() {
    return requestedMinSeS;
  }

  long answeredUs() {
    return answeredUs;
  }

  int status() {
    return status;
  }

  @Nullable TimerAnswer answer() {
    return answer;
  }

  /** When a request without a final response counts as unanswered. */
  long unansweredUs() {
    return lastRequestUs + EngineSettings.TRANSACTION_TIMEOUT_US;
  }

  /** When a final response may be judged, all its copies being in. */
  long judgeUs() {
    return answeredUs + EngineSettings.SETTLE_US;
  }

  /** When no copy of it can come any more. */
  long overUs() {
    return Math.max(lastRequestUs, answeredUs) + 2 * EngineSettings.TRANSACTION_TIMEOUT_US;
  }

  RefreshOutcome outcome() {
    if (isSuccess()) {
      boolean off = answer != null && answer.kind() == TimerAnswer.Kind.NO_INTERVAL;
      return off ? RefreshOutcome.TURNED_OFF : RefreshOutcome.REFRESHED;
    }
    return switch (status) {
      case 0 -> unansweredTold ? RefreshOutcome.UNANSWERED : RefreshOutcome.PENDING;
      case 487 -> RefreshOutcome.CANCELLED;
      case 491 -> RefreshOutcome.GLARE;
      default -> RefreshOutcome.REJECTED;
    };
  }

  /**
   * A refresh that fails matters where a timer runs, or where its sender believes so; not where the
   * caller runs it alone (R12). What counts is the timer as it stood when the failure came.
   */
  boolean matters(SessionTimer timer) {
    TimerState state = isAnswered() && !assumed ? stateAtAnswer : timer.state();
    return state == TimerState.ACTIVE || (asksForInterval() && state != TimerState.OPTIONAL);
  }

  boolean isOnTime(long toleranceUs) {
    return punctuality(toleranceUs) == Punctuality.ON_TIME;
  }

  private @Nullable Punctuality punctuality(long toleranceUs) {
    if (dueUs == Instants.NONE) {
      return null;
    }
    if (requestedUs < dueUs - toleranceUs) {
      return Punctuality.EARLY;
    }
    return requestedUs > dueUs + toleranceUs ? Punctuality.LATE : Punctuality.ON_TIME;
  }

  /** Takes note of what its 2xx has put in force, now that it is judged. */
  void settled(SessionTimer timer) {
    TimerAnswer own = answer;
    if (own != null && own.hasInterval()) {
      intervalAfterS = own.intervalS();
      refresherAfter = own.refresher();
    } else {
      intervalAfterS = timer.intervalInForceS();
      refresherAfter = timer.refresherInForce();
    }
  }

  Refresh snapshot(SessionTimer timer, long toleranceUs) {
    boolean decided = isAnswered();
    boolean timed = dueUs != Instants.NONE;
    return new Refresh(
        seq,
        method.name(),
        firstCseq,
        by,
        Instants.at(requestedUs),
        assumed ? null : Instants.orNull(answeredUs),
        status == 0 ? null : status,
        outcome(),
        Instants.orNull(dueUs),
        punctuality(toleranceUs),
        timed ? Math.round((requestedUs - dueUs) / 1_000.0) : null,
        decided ? intervalAfterS : timer.intervalInForceS(),
        decided ? refresherAfter : timer.refresherInForce(),
        confirmed);
  }
}
