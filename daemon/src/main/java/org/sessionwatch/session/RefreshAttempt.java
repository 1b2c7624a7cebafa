package org.sessionwatch.session;

import java.util.Objects;
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
  // Below 2^31, both.
  private int firstCseq;
  private int cseq;

  private long requestedUs;

  /** Half the interval that the request met; {@link Instants#NONE} where no timer was active. */
  long dueUs = Instants.NONE;

  boolean judged;
  boolean unansweredTold;
  boolean confirmed = true;
  boolean glareTold;
  private boolean mayBeTwo;

  /** Whether the refresh before it was concluded, not heard. */
  boolean followsConcluded;

  /** The 2xx before its own. */
  long refreshedBeforeUs = Instants.NONE;

  /** Who was refresher when the 2xx came; null when nobody was. */
  @Nullable Side refresherBefore;

  /** Whether the request carried a new session description: then it was not only a refresh. */
  boolean changesSdp;

  private boolean assumed;
  private @Nullable TimerInForce atAnswer;
  private @Nullable TimerInForce after;
  private @Nullable Acknowledgement acks;
  private @Nullable Repetitions repetitions;
  private @Nullable Demand demand;
  private long glareUs = Instants.NONE;
  private @Nullable Hops hops;
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
    this.firstCseq = (int) cseq;
    this.cseq = (int) cseq;
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
    requestedUs = Math.min(requestedUs, first.requestedUs);
    demand = first.demand(); // one for both: the 422 is read as the first one's
    requestedMinSeS = Math.max(requestedMinSeS, first.requestedMinSeS);
    dueUs = first.dueUs;
    glareUs = isSuccess() ? Instants.NONE : first.glareUs;
  }

  /** What followed it shows that it was sent by then. */
  void sentBy(long instantUs) {
    requestedUs = Math.min(requestedUs, instantUs);
  }

  /** The 2xx before it turned the timer off, which shows only now. */
  void metNoTimer() {
    dueUs = Instants.NONE;
    refresherBefore = null;
  }

  /** The timer as it stood when it was answered; null when it was not. */
  @Nullable TimerInForce atAnswer() {
    return atAnswer;
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
    requested(request.cseq(), Hop.ofRequest(request.branch(), TimerWords.of(request)));
  }

  /** The same of one that was kept: with that number, on that hop. */
  void requested(long number, Hop hop) {
    TimerWords asked = Objects.requireNonNull(hop.request());
    confirmed = true;
    requestedMinSeS = Math.max(requestedMinSeS, asked.minSeS());
    if (number != cseq) {
      return; // an earlier try's, sent again: what it asked for was refused
    }
    hops().take(hop);
    if (asked.sessionExpiresS() >= 0) {
      requestedIntervalS = asked.sessionExpiresS();
    }
  }

  /** Takes note of a copy of its 2xx. */
  void succeeded(SipMessage success) {
    hops().take(Hop.ofSuccess(success.branch(), TimerWords.of(success)));
  }

  /** Whether it may be two attempts: another request of its sender is missing between its tries. */
  boolean mayBeTwo() {
    return mayBeTwo;
  }

  void retried(long number, long nowUs) {
    mayBeTwo |= number > cseq + 1;
    hops = null;
    forgetAck();
    cseq = (int) number;
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

  /** When an ACK shows that there was a 2xx; {@code Long.MAX_VALUE} when none does. */
  long shownUs() {
    if (acks == null || acks.shownUs() == Instants.NONE || isAnswered()) {
      return Long.MAX_VALUE;
    }
    return acks.shownUs();
  }

  boolean isAssumed() {
    return assumed;
  }

  /** Takes note of an ACK with the number of one of its tries. */
  void acknowledged(SipMessage ack, long nowUs) {
    acks = acks == null ? new Acknowledgement() : acks;
    acks.heard(ack.cseq());
    if (cseq == ack.cseq() && !isAnswered() && !unansweredTold) {
      acks.shows(ack, nowUs);
    }
  }

  /** Whether an ACK to its latest try was heard. */
  boolean isAcknowledged() {
    return acks != null && acks.isHeard(cseq);
  }

  /** Whether the ACK that shows that there was a final response was to a 2xx. */
  boolean wasAckToSuccess() {
    return acks != null && acks.wasToSuccess(hops());
  }

  /** That ACK says nothing of the present. */
  void forgetAck() {
    if (acks != null) {
      acks.forget();
    }
  }

  /** A copy of its request came; one within a second is the same on another hop. */
  void requestedAgain(long nowUs) {
    if (nowUs - lastRequestUs > EngineSettings.SETTLE_US) {
      repetitions().ofRequest(nowUs);
    }
  }

  /** A copy of its 2xx came; likewise. */
  void succeededAgain(long nowUs) {
    if (nowUs - answeredUs > EngineSettings.SETTLE_US) {
      repetitions().ofSuccess(nowUs);
    }
  }

  private Repetitions repetitions() {
    repetitions = repetitions == null ? new Repetitions() : repetitions;
    return repetitions;
  }

  /** See {@link Repetitions#lastUntil}. */
  boolean isRequestedUntilTimeout() {
    return repetitions != null && repetitions.lastUntil(unansweredUs());
  }

  /** See {@link Repetitions#showNoAck}. */
  boolean showsNoAck(long byeUs) {
    return repetitions != null && repetitions.showNoAck(answeredUs, byeUs);
  }

  /** One of its tries was refused with 422, which demands so many seconds. */
  void demanded(int minSeS) {
    demand().made(minSeS, cseq);
  }

  private Demand demand() {
    demand = demand == null ? new Demand() : demand;
    return demand;
  }

  /** See {@link Demand#take}. */
  int takeDemand() {
    return demand == null ? 0 : demand.take(cseq);
  }

  /** What was seen of it on each hop. */
  Hops hops() {
    hops = hops == null ? new Hops() : hops;
    return hops;
  }

  /** It is judged and told: lets go of what nobody will read while its copies may still come. */
  void release() {
    hops = null;
    after = null;
  }

  /** When the last 491 came that no 2xx followed; {@link Instants#NONE} when there is none. */
  long glareUs() {
    return glareUs;
  }

  /**
   * The final response.
   *
   * @param timer as it stood before it: what is no 2xx leaves it so (R25)
   */
  void answered(int finalStatus, long nowUs, TimerInForce timer) {
    atAnswer = timer;
    after = timer;
    status = finalStatus;
    answeredUs = acks == null ? nowUs : acks.orEarlier(nowUs);
    judged = false;
    assumed = false;
    if (isSuccess()) {
      glareUs = Instants.NONE;
    } else if (finalStatus == 491 && glareUs == Instants.NONE) {
      glareUs = answeredUs;
    }
  }

  void read(TimerAnswer timerAnswer) {
    answer = Shared.one(timerAnswer);
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

  RefreshOutcome outcome() {
    if (isSuccess()) {
      boolean off = answer != null && answer.kind() == TimerAnswer.Kind.NO_INTERVAL;
      return off ? RefreshOutcome.TURNED_OFF : RefreshOutcome.REFRESHED;
    }
    return RefreshOutcome.withoutSuccess(status, unansweredTold);
  }

  boolean isOnTime(long toleranceUs) {
    return Punctuality.of(requestedUs, dueUs, toleranceUs) == Punctuality.ON_TIME;
  }

  /** Takes note of what its 2xx has put in force, now that it is judged. */
  void settled(SessionTimer timer) {
    TimerAnswer own = answer;
    boolean off = answeredUs != timer.refreshedUs() && outcome() == RefreshOutcome.TURNED_OFF;
    TimerInForce now = off ? TimerInForce.OFF : TimerInForce.of(timer);
    after = own != null && own.hasInterval() ? now.with(own) : now;
  }

  Refresh snapshot(SessionTimer timer, long toleranceUs) {
    boolean timed = dueUs != Instants.NONE;
    TimerInForce inForce = isAnswered() && after != null ? after : TimerInForce.of(timer);
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
        Punctuality.of(requestedUs, dueUs, toleranceUs),
        timed ? Math.round((requestedUs - dueUs) / 1_000.0) : null,
        inForce.intervalS(),
        inForce.refresher(),
        confirmed);
  }
}
