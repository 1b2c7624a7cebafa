package org.sessionwatch.session;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * One dialog under watch: takes its messages, keeps its timer, and says when it wants to be looked
 * at next. The engine's thread alone may call.
 */
final class WatchedDialog {
  private final EngineContext engine;
  private final DialogOrigin origin;
  private final SessionTimer timer;
  private final Alarms alarms = new Alarms(this);
  private final Ending ending = new Ending();
  private final Attempts attempts;
  private final RefreshJudge judge;
  private final Lifetime lifetime;
  private final IntervalDemands demands;
  private long watchedSinceUs = Instants.NONE;
  private boolean told;
  private boolean forgotten;
  private boolean provisional;
  private @Nullable Channel channel;

  WatchedDialog(EngineContext engine, DialogOrigin origin, SessionTimer timer, Attempts attempts) {
    this.engine = engine;
    this.origin = origin;
    this.timer = timer;
    this.attempts = attempts;
    this.lifetime = new Lifetime(origin, timer, ending);
    this.demands = origin.demands();
    this.judge = new RefreshJudge(this, timer, alarms, ending, engine.toleranceUs());
  }

  /** The dialog as it was written out; deadlines that passed in between are unconfirmed. */
  static WatchedDialog restored(EngineContext engine, OpenDialog open, long nowUs) {
    Dialog dialog = open.dialog();
    Attempts attempts =
        Attempts.restored(
            open.refreshes(), open.lastRefreshCseqCaller(), open.lastRefreshCseqCallee());
    WatchedDialog restored =
        new WatchedDialog(
            engine, DialogOrigin.restored(dialog), SessionTimer.restored(dialog.timer()), attempts);
    restored.channel = dialog.channel();
    restored.watchedSinceUs = nowUs;
    restored.lifetime.heard(nowUs);
    restored.told = true;
    restored.alarms.restore(open.openAlerts());
    return restored;
  }

  /** Made anew each time: it is wanted for a row or an alert, and kept for a million dialogs. */
  UUID id() {
    return origin.id();
  }

  SessionTimer timer() {
    return timer;
  }

  PartyState party(Side side) {
    return origin.party(side);
  }

  /** See {@link DialogOrigin#sender}. */
  @Nullable Side sender(String fromTag, String toTag) {
    return origin.sender(fromTag, toTag);
  }

  /** Whether nothing that happened since {@code us} can have escaped this watch. */
  boolean sawAllSince(long us) {
    return us >= watchedSinceUs && !provisional;
  }

  /** A proxy made a caller without timer support the refresher. */
  boolean isTimerForced() {
    return judge.isTimerForced();
  }

  /**
   * An UPDATE from before the 2xx, whose copies may still come: it is none of this dialog's
   * refreshes.
   */
  void ignoreEarly(SipMessage update) {
    Side side = sender(update.fromTag(), update.toTag());
    if (side != null) {
      attempts.ignore(side, update.cseq());
    }
  }

  /** Takes over what was found before there was this dialog. */
  void take(List<Note> found) {
    judge.take(found);
  }

  /** The 2xx that made it is judged. */
  void established() {
    told = true;
    emit(new Effect.Established(snapshot()));
  }

  boolean isOver() {
    return ending.isOver() || forgotten;
  }

  void emit(Effect effect) {
    engine.effects().accept(effect);
  }

  void request(SipMessage message, Side by, long nowUs) {
    lifetime.heard(nowUs);
    switch (message.method()) {
      case INVITE, UPDATE -> refreshRequest(message, by, nowUs);
      case BYE -> ending.bye(message, by, nowUs);
      case ACK -> {
        strayInterval(message, "an ACK", nowUs);
        attempts.acknowledged(message, by, nowUs);
      }
      case PRACK -> strayInterval(message, "a PRACK", nowUs);
      case CANCEL, OTHER -> {}
    }
  }

  private void refreshRequest(SipMessage message, Side by, long nowUs) {
    if (!attempts.isCopyOfAnswered(message, by)) {
      reopenWhenContradicted(nowUs);
    }
    assume(attempts.overtakenBy(message, by, nowUs), nowUs);
    boolean newSdp = party(by).isNewDescription(message);
    party(by).learn(message);
    attempts.requested(message, by, nowUs, newSdp, timer, engine.toleranceUs());
    if (attempts.takeRetryOfTooSmall() && demands.isLoopWith(message)) {
      tellLoop(by, nowUs);
    }
  }

  /** The mirror lost the 2xx: a provisional refresh, unconfirmed until the next one. */
  void assume(@Nullable RefreshAttempt attempt, long nowUs) {
    if (attempt != null) {
      attempt.assumed(nowUs);
      provisional = true;
      succeeded(attempt);
    }
  }

  private void strayInterval(SipMessage message, String what, long nowUs) {
    if (message.sessionExpiresS() != SipMessage.ABSENT) {
      alarms.raiseOnce(AlertTexts.strayInterval(what), nowUs);
    }
  }

  private void tellLoop(Side by, long nowUs) {
    String whose = AlertTexts.who(this, by);
    alarms.raise(AlertTexts.loop(AlertTexts.who(this, by.other()), whose, demands), nowUs, true);
  }

  private void reopenWhenContradicted(long nowUs) {
    if (ending.isContradictedAt(nowUs)) {
      boolean wasOver = ending.isOver();
      ending.overrule();
      if (wasOver) {
        emit(new Effect.Reopened(snapshot()));
      }
      passThresholds(nowUs);
    }
  }

  /**
   * @param requester the side that sent the request, whose tag is in From
   */
  void response(SipMessage message, Side requester, long nowUs) {
    lifetime.heard(nowUs);
    if (message.method() == SipMethod.BYE && message.isFinal()) {
      ending.byeAnswered(message, requester, nowUs);
    } else if (message.method() == SipMethod.INVITE || message.method() == SipMethod.UPDATE) {
      party(requester.other()).learn(message);
      if (message.isFinal()) {
        answered(message, requester, nowUs);
      } else if (message.status() > 100) {
        strayInterval(message, "a provisional response", nowUs);
      }
    }
  }

  private void answered(SipMessage message, Side requester, long nowUs) {
    if (message.isSuccess() && !attempts.isCopyOfAnswered(message, requester)) {
      reopenWhenContradicted(nowUs);
    }
    RefreshAttempt attempt =
        attempts.answering(message, requester, nowUs, timer, engine.toleranceUs());
    if (attempt == null || (attempt.isSuccess() && !attempt.isAssumed())) {
      lateCopy(attempt, message);
      return;
    }
    attempt.answered(message.status(), nowUs, timer);
    attempts.mergeRetry(attempt);
    if (attempt.isSuccess()) {
      attempt.hops().take(message);
      attempt.read(TimerAnswer.of(message, requester));
      provisional = false;
      succeeded(attempt);
    } else if (attempt.status() == 422) {
      tooSmall(message, requester, nowUs);
    }
  }

  private void tooSmall(SipMessage refusal, Side requester, long nowUs) {
    if (IntervalDemands.demandsTooLittle(refusal)) {
      String who = AlertTexts.who(this, requester.other());
      alarms.raiseOnce(AlertTexts.demandsTooLittle(who), nowUs);
    }
    if (demands.isLoopAfter(refusal)) {
      tellLoop(requester, nowUs);
    }
  }

  /**
   * A copy of a 2xx moves nothing (R23), but a proxy may have put an interval into it on the
   * caller's hop that the callee's hop did not have (R20).
   */
  private void lateCopy(@Nullable RefreshAttempt attempt, SipMessage message) {
    if (attempt == null || attempt.judged || !message.isSuccess()) {
      return;
    }
    attempt.hops().take(message);
    TimerAnswer first = attempt.answer();
    TimerAnswer copy = TimerAnswer.of(message, attempt.by);
    if (copy.hasInterval() && (first == null || !first.hasInterval())) {
      attempt.read(copy);
      timer.negotiated(copy);
    }
  }

  private void succeeded(RefreshAttempt attempt) {
    attempt.refresherBefore = timer.isActive() ? timer.refresher() : null;
    timer.restart(attempt.answeredUs());
    attempts.succeeded();
    TimerAnswer answer = attempt.answer();
    if (answer != null && answer.hasInterval()) {
      timer.negotiated(answer);
    }
    alarms.restart(attempt.answeredUs());
  }

  void linked(Channel link) {
    if (!link.equals(channel)) {
      channel = link;
      if (told && !forgotten) {
        emit(new Effect.Changed(snapshot()));
      }
    }
  }

  /** The PBX hung this leg up; when that is news, the mirror's BYE is waited for a little. */
  void hungUp(Hangup hangup, long nowUs) {
    ending.hungUp(hangup, nowUs);
    if (isOver()) {
      emit(new Effect.Changed(snapshot()));
    }
  }

  /**
   * The PBX's setting says that this call has a timer. One that was watched before the start is not
   * judged: the setting may have been changed since it was established.
   */
  void timerExpected(ExpectedTimer expected) {
    boolean established = told && watchedSinceUs == Instants.NONE && !ending.hasBegun();
    if (established && !forgotten && timer.state() == TimerState.NONE) {
      alarms.raiseOnce(AlertTexts.notNegotiated(this, expected), origin.establishedUs());
    }
  }

  boolean isLinkedTo(String channelName) {
    return channel == null || channel.name().equals(channelName);
  }

  /** Only for a dialog taken up after a restart: its channel may have gone while nobody watched. */
  void listed(Set<String> uniqueids, long nowUs) {
    boolean restored = watchedSinceUs != Instants.NONE;
    if (restored && channel != null && !uniqueids.contains(channel.uniqueid()) && !isOver()) {
      ending.hungUp(Hangup.UNTOLD, nowUs);
    }
  }

  /** When this dialog wants to be looked at next; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineUs() {
    if (forgotten) {
      return lifetime.lastHeardUs();
    }
    long next = attempts.nextDeadlineUs();
    if (ending.isOver()) {
      return Math.min(next, lifetime.removableUs());
    }
    if (ending.hasBegun()) {
      return Math.min(next, ending.isJudged() ? ending.overUs() : ending.judgeUs());
    }
    if (timer.isActive() && !attempts.isInDoubt()) {
      next = Math.min(next, alarms.nextUs(timer.thresholds(engine.toleranceUs())));
    }
    return Math.min(next, lifetime.forgetUs());
  }

  boolean isRemovable(long nowUs) {
    return forgotten || (ending.isOver() && lifetime.removableUs() <= nowUs);
  }

  /** Heard of in mid-call, but by no 2xx yet. */
  boolean isHalfOpen() {
    return lifetime.isHalfOpen();
  }

  /** Does what has become due by {@code nowUs}, each thing at its own instant. */
  void advance(long nowUs) {
    long due = nextDeadlineUs();
    while (due <= nowUs && !isRemovable(due)) {
      attempts.judge(judge, due);
      if (ending.hasBegun()) {
        advanceEnding(due);
      } else {
        passThresholds(due);
        forgetWhenIdle(due);
      }
      due = nextDeadlineUs();
    }
  }

  private void passThresholds(long nowUs) {
    if (timer.isActive() && !attempts.isInDoubt()) {
      alarms.pass(timer.thresholds(engine.toleranceUs()), nowUs, attempts.isUnderWay());
    }
  }

  private void forgetWhenIdle(long nowUs) {
    if (lifetime.forgetUs() <= nowUs) {
      forgotten = true;
      tellUnlessHalfOpen(new Effect.Forgotten(snapshot()));
    }
  }

  private void advanceEnding(long nowUs) {
    if (!ending.isJudged() && ending.judgeUs() <= nowUs) {
      judgeEnding();
    }
    if (ending.isJudged() && !ending.isOver() && ending.overUs() <= nowUs) {
      concludeEnding();
    }
  }

  private void judgeEnding() {
    RefreshAttempt unacked = attempts.unacknowledged(ending.atUs(), ending.by());
    Drop drop = ending.judge(timer, unacked != null);
    if (unacked != null && drop == Drop.NO) {
      alarms.raise(AlertTexts.unacked(this, unacked, ending.atUs()), ending.atUs(), true);
    }
    if (drop == Drop.NO) {
      return;
    }
    long atUs = ending.atUs();
    if (timer.isActive()) {
      alarms.missedIfNotYet(timer.thresholds(engine.toleranceUs()));
    }
    AlertTexts.Text text = AlertTexts.dropped(this, drop, ending.by(), atUs);
    alarms.raise(text, atUs, drop == Drop.CERTAIN);
  }

  private void concludeEnding() {
    attempts.conclude(judge);
    ending.conclude();
    tellUnlessHalfOpen(new Effect.Ended(snapshot()));
  }

  /** Where nothing more will come, such as at the end of a recording: judges what is left. */
  void finish() {
    attempts.conclude(judge);
    if (ending.hasBegun() && !ending.isOver()) {
      if (!ending.isJudged()) {
        judgeEnding();
      }
      concludeEnding();
    }
    tellUnlessHalfOpen(new Effect.Changed(snapshot()));
  }

  /** A request alone is no proof of a call: what no 2xx was heard of leaves no trace. */
  private void tellUnlessHalfOpen(Effect effect) {
    if (!isHalfOpen()) {
      emit(effect);
    }
  }

  Dialog snapshot() {
    return new Dialog(
        id(),
        origin.callId(),
        origin.pbx(),
        origin.caller().snapshot(),
        origin.callee().snapshot(),
        Instants.at(origin.firstHeardUs()),
        Instants.orNull(origin.establishedUs()),
        Instants.orNull(ending.endedUs()),
        ending.cause(),
        ending.isCertain(),
        timer.status(),
        channel,
        ending.hangup(),
        ending.reasonText());
  }
}
