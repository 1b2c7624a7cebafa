package org.sessionwatch.session;

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
  private final UUID id;
  private final String callId;
  private final String pbx;
  private final PartyState caller;
  private final PartyState callee;
  private final long firstHeardUs;
  private final long establishedUs;
  private final SessionTimer timer;
  private final Alarms alarms = new Alarms(this);
  private final Ending ending = new Ending();
  private final Attempts attempts;
  private long lastHeardUs;
  private long watchedSinceUs = Instants.NONE;
  private boolean told;
  private boolean forgotten;
  private @Nullable Channel channel;

  WatchedDialog(EngineContext engine, Origin origin, SessionTimer timer, Attempts attempts) {
    this.engine = engine;
    this.callId = origin.callId();
    this.pbx = origin.pbx();
    this.caller = origin.caller();
    this.callee = origin.callee();
    this.firstHeardUs = origin.firstHeardUs();
    this.establishedUs = origin.establishedUs();
    this.lastHeardUs = origin.firstHeardUs();
    this.id = DialogIds.dialogId(callId, caller.tag, callee.tag);
    this.timer = timer;
    this.attempts = attempts;
  }

  /**
   * What is known of a dialog from its first message.
   *
   * @param establishedUs {@link Instants#NONE} when it was first heard in mid-call
   */
  record Origin(
      String callId,
      String pbx,
      PartyState caller,
      PartyState callee,
      long firstHeardUs,
      long establishedUs) {}

  /** The dialog as it was written out; deadlines that passed in between are unconfirmed. */
  static WatchedDialog restored(EngineContext engine, OpenDialog open, long nowUs) {
    Dialog dialog = open.dialog();
    Origin origin =
        new Origin(
            dialog.callId(),
            dialog.pbx(),
            PartyState.restored(dialog.caller()),
            PartyState.restored(dialog.callee()),
            Instants.us(dialog.firstHeardAt()),
            Instants.us(dialog.establishedAt()));
    Attempts attempts =
        Attempts.restored(
            open.refreshes(), open.lastRefreshCseqCaller(), open.lastRefreshCseqCallee());
    WatchedDialog restored =
        new WatchedDialog(engine, origin, SessionTimer.restored(dialog.timer()), attempts);
    restored.channel = dialog.channel();
    restored.watchedSinceUs = nowUs;
    restored.lastHeardUs = nowUs;
    restored.told = true;
    restored.alarms.restore(open.openAlerts());
    return restored;
  }

  UUID id() {
    return id;
  }

  SessionTimer timer() {
    return timer;
  }

  PartyState party(Side side) {
    return side == Side.CALLER ? caller : callee;
  }

  /**
   * The side that a From and a To tag make the sender; null when the tags are not this dialog's.
   */
  @Nullable Side sender(String fromTag, String toTag) {
    if (fromTag.equals(caller.tag) && toTag.equals(callee.tag)) {
      return Side.CALLER;
    }
    return fromTag.equals(callee.tag) && toTag.equals(caller.tag) ? Side.CALLEE : null;
  }

  /** Whether nothing that happened since {@code us} can have escaped this watch. */
  boolean sawAllSince(long us) {
    return us >= watchedSinceUs;
  }

  boolean isOver() {
    return ending.isOver() || forgotten;
  }

  void emit(Effect effect) {
    engine.effects().accept(effect);
  }

  void request(SipMessage message, Side by, long nowUs) {
    lastHeardUs = nowUs;
    switch (message.method()) {
      case INVITE, UPDATE -> {
        party(by).learn(message);
        reopenWhenContradicted(nowUs);
        attempts.requested(message, by, nowUs, timer, engine.toleranceUs());
      }
      case BYE -> ending.bye(message, by, nowUs);
      case ACK, CANCEL, PRACK, OTHER -> {}
    }
  }

  private void reopenWhenContradicted(long nowUs) {
    if (ending.isContradictedAt(nowUs)) {
      boolean wasOver = ending.isOver();
      ending.forgetBye();
      if (wasOver) {
        emit(new Effect.Reopened(snapshot()));
      }
    }
  }

  /**
   * @param requester the side that sent the request, whose tag is in From
   */
  void response(SipMessage message, Side requester, long nowUs) {
    lastHeardUs = nowUs;
    if (message.method() == SipMethod.BYE && message.isFinal()) {
      ending.byeAnswered(requester, message.cseq(), message.status(), nowUs);
    } else if (message.method() == SipMethod.INVITE || message.method() == SipMethod.UPDATE) {
      party(requester.other()).learn(message);
      if (message.isFinal()) {
        answered(message, requester, nowUs);
      }
    }
  }

  private void answered(SipMessage message, Side requester, long nowUs) {
    RefreshAttempt attempt =
        attempts.answering(message, requester, nowUs, timer, engine.toleranceUs());
    if (attempt == null || attempt.isSuccess()) {
      lateCopy(attempt, message);
      return;
    }
    attempt.answered(message.status(), nowUs);
    if (attempt.isSuccess()) {
      attempt.read(TimerAnswer.of(message, requester));
      succeeded(attempt);
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
    TimerAnswer first = attempt.answer();
    TimerAnswer copy = TimerAnswer.of(message, attempt.by);
    if (copy.hasInterval() && (first == null || !first.hasInterval())) {
      attempt.read(copy);
      timer.negotiated(copy);
    }
  }

  private void succeeded(RefreshAttempt attempt) {
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
      return lastHeardUs;
    }
    long next = attempts.nextDeadlineUs();
    if (ending.isOver()) {
      return Math.min(next, removableUs());
    }
    if (ending.hasBegun()) {
      return Math.min(next, ending.isJudged() ? ending.overUs() : ending.judgeUs());
    }
    if (timer.isActive()) {
      next = Math.min(next, alarms.nextUs(timer.thresholds(engine.toleranceUs())));
    }
    return Math.min(next, forgetUs());
  }

  /** Copies of a finished dialog's messages come for a while and must not make a new one. */
  private long removableUs() {
    long untilUs = lastHeardUs + 2 * EngineSettings.TRANSACTION_TIMEOUT_US;
    if (ending.isDoubtful() && timer.isActive()) {
      return Math.max(untilUs, timer.thresholds(engine.toleranceUs()).expiredUs());
    }
    return untilUs;
  }

  boolean isRemovable(long nowUs) {
    return forgotten || (ending.isOver() && removableUs() <= nowUs);
  }

  private long forgetUs() {
    if (!timer.isActive()) {
      return lastHeardUs + EngineSettings.FORGET_IDLE_US;
    }
    long expiredUs = timer.thresholds(engine.toleranceUs()).expiredUs();
    return Math.max(lastHeardUs, expiredUs) + EngineSettings.FORGET_EXPIRED_US;
  }

  /** Does what has become due by {@code nowUs}, each thing at its own instant. */
  void advance(long nowUs) {
    long due = nextDeadlineUs();
    while (due <= nowUs && !isRemovable(due)) {
      attempts.judge(this, due);
      if (ending.hasBegun()) {
        advanceEnding(due);
      } else {
        if (timer.isActive()) {
          Thresholds thresholds = timer.thresholds(engine.toleranceUs());
          alarms.pass(thresholds, due, attempts.isUnderWay());
        }
        forgetWhenIdle(due);
      }
      due = nextDeadlineUs();
    }
  }

  private void forgetWhenIdle(long nowUs) {
    if (forgetUs() <= nowUs) {
      forgotten = true;
      emit(new Effect.Forgotten(snapshot()));
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
    Drop drop = ending.judge(timer);
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
    attempts.conclude(this);
    ending.conclude();
    emit(new Effect.Ended(snapshot()));
  }

  /**
   * An attempt was judged: tells of it, and of the dialog when it was the one that established it.
   */
  void judged(RefreshAttempt attempt) {
    if (attempt.isInitial()) {
      timer.establish(attempt);
      told = true;
      emit(new Effect.Established(snapshot()));
    } else if (attempt.isSuccess()) {
      settleTimer(attempt);
    }
    if (attempt.isSuccess()) {
      NegotiationRules.check(this, attempt, alarms);
    } else if (tellsOf(attempt) && attempt.isRejection() && !ending.isByeOf(attempt.by.other())) {
      alarms.raise(AlertTexts.rejected(this, attempt), attempt.answeredUs(), true);
    }
    if (!attempt.isInitial()) {
      emit(new Effect.Refreshed(snapshot(), attempt.snapshot(timer, engine.toleranceUs())));
    }
  }

  private void settleTimer(RefreshAttempt attempt) {
    int intervalS = timer.intervalS();
    if (timer.settle(attempt)) {
      alarms.raise(AlertTexts.turnedOff(this, attempt, intervalS), attempt.answeredUs(), true);
    }
  }

  /** A refresh that fails matters where a timer runs, or where its sender believes so. */
  boolean tellsOf(RefreshAttempt attempt) {
    return timer.isActive() || attempt.asksForInterval();
  }

  void unanswered(RefreshAttempt attempt) {
    if (!ending.hasBegun() && tellsOf(attempt)) {
      alarms.raise(AlertTexts.unanswered(this, attempt), attempt.unansweredUs(), true);
    }
    emit(new Effect.Refreshed(snapshot(), attempt.snapshot(timer, engine.toleranceUs())));
  }

  /** The call ended, or the recording did, before the attempt was decided. */
  void pending(RefreshAttempt attempt) {
    emit(new Effect.Refreshed(snapshot(), attempt.snapshot(timer, engine.toleranceUs())));
  }

  /** Where nothing more will come, such as at the end of a recording: judges what is left. */
  void finish() {
    attempts.conclude(this);
    if (ending.hasBegun() && !ending.isOver()) {
      if (!ending.isJudged()) {
        judgeEnding();
      }
      concludeEnding();
    }
    emit(new Effect.Changed(snapshot()));
  }

  Dialog snapshot() {
    return new Dialog(
        id,
        callId,
        pbx,
        caller.snapshot(),
        callee.snapshot(),
        Instants.at(firstHeardUs),
        Instants.orNull(establishedUs),
        Instants.orNull(ending.endedUs()),
        ending.cause(),
        ending.isCertain(),
        timer.status(),
        channel,
        ending.hangup(),
        ending.reasonText());
  }
}
