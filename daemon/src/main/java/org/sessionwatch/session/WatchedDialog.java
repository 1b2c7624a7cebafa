package org.sessionwatch.session;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * One dialog under watch: takes its messages, keeps its timer, and says when it wants to be looked
 * at next. The engine's thread alone may call.
 */
final class WatchedDialog {
  private final EngineContext engine;
  private final DialogOrigin origin;
  private final SessionTimer timer;
  private final Alarms alarms = new Alarms(this);
  private final Hearing hearing = new Hearing(this, alarms);
  private final Ending ending = new Ending();
  private final Attempts attempts;

  /** Found before there was this dialog, and told when it is established. */
  private List<Note> notes = List.of();

  private long lastHeardUs;
  private long watchedSinceUs = Instants.NONE;
  private boolean told;
  private boolean forgotten;
  private @Nullable Channel channel;

  WatchedDialog(EngineContext engine, DialogOrigin origin, SessionTimer timer, Attempts attempts) {
    this.engine = engine;
    this.origin = origin;
    this.timer = timer;
    this.attempts = attempts;
    this.lastHeardUs = origin.firstHeardUs();
  }

  // The next five keep nothing themselves, so they are made when they are asked for: a farm has a
  // million dialogs open, and each would take some 40 bytes for references to the other parts.

  private Exchanges exchanges() {
    return new Exchanges(this, timer, alarms, hearing, attempts, ending, origin.demands());
  }

  private Conclusion conclusion() {
    return new Conclusion(this, timer, alarms, ending, attempts, judge());
  }

  private RefreshJudge judge() {
    return new RefreshJudge(this, timer, alarms, ending);
  }

  private Lifetime lifetime() {
    return new Lifetime(lastHeardUs, origin, timer, ending);
  }

  /** What the PBX tells of it. */
  PbxLeg leg() {
    return new PbxLeg(this, ending, alarms);
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
    restored.timer.restart(restored.timer.refreshedUs(), open.refreshedBy(), open.refreshedCseq());
    restored.channel = dialog.channel();
    restored.watchedSinceUs = nowUs;
    restored.lastHeardUs = nowUs;
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
  @Nullable Side sender(SipMessage message) {
    return origin.sender(message);
  }

  long toleranceUs() {
    return engine.toleranceUs();
  }

  /**
   * Whether something that was sent between the two instants is known to have escaped this watch,
   * or may have: the feed had a gap, or nobody watched when it was to come.
   */
  boolean mayHaveMissed(long fromUs, long untilUs) {
    return attempts.isProvisional()
        || watchedSinceUs > timer.thresholds(0).dueUs()
        || hearing.hasLostSince(fromUs)
        || hasFeedGap(fromUs, untilUs);
  }

  /**
   * Whether it will be certain, once all requests are known to have been heard, that there was no
   * refresh since the last one: not if that was concluded rather than heard, if the INVITE's 2xx
   * may have come since, or if a request waits for an answer that the mirror may have lost.
   */
  boolean isCountable() {
    return isHeardFromItsBeginning() && !attempts.isProvisional() && !attempts.isAnyOpen();
  }

  /**
   * Whether it was heard from its INVITE on: only then it is known what timer it has, if any, until
   * the next 2xx.
   */
  boolean isHeardFromItsBeginning() {
    return establishedUs() != Instants.NONE;
  }

  /** The first 2xx; {@link Instants#NONE} when it was first heard in mid-call. */
  long establishedUs() {
    return origin.establishedUs();
  }

  /** Whether some PBX says that the call is up. */
  boolean isUp() {
    return engine.presence().isUp(origin.callId());
  }

  /** Its channel, as the PBX names it; null while that is not known. */
  @Nullable Channel channel() {
    return channel;
  }

  void channel(Channel link) {
    channel = link;
  }

  /** Whether it was taken up from an earlier watch: then nobody watched for a while. */
  boolean isRestored() {
    return watchedSinceUs != Instants.NONE;
  }

  /** What the numbers of the messages show. */
  Hearing hearing() {
    return hearing;
  }

  /** Whether the feed tells that it lost something between the two instants, of whatever call. */
  boolean hasFeedGap(long fromUs, long untilUs) {
    return engine.gaps().overlap(origin.pbx(), fromUs, untilUs);
  }

  /**
   * Whether this session's end, or a refresh, was probably among what its feed tells that it lost.
   */
  boolean isProbablyOver(long fromUs, long untilUs) {
    return (hearing.isToldByFeedSince(fromUs) || hasFeedGap(fromUs, untilUs)) && !isUp();
  }

  /** Confirms the alerts that are certain by now. */
  void prove() {
    if (isCountable()) {
      alarms.prove(hearing);
    }
  }

  /**
   * An UPDATE from before the 2xx, whose copies may still come: it is none of this dialog's
   * refreshes.
   */
  void ignoreEarly(SipMessage update) {
    Side side = sender(update);
    if (side != null) {
      attempts.ignore(side, update.cseq());
    }
  }

  /** Takes over what was found before there was this dialog. */
  void take(List<Note> found) {
    for (Note note : found) {
      notes = Few.with(notes, note);
    }
  }

  /** The 422s of its Call-ID. */
  IntervalDemands demands() {
    return origin.demands();
  }

  /** The 2xx that made it is judged. */
  void established() {
    told = true;
    emit(new Effect.Established(snapshot()));
    notes.forEach(note -> alarms.raiseOnce(note.text(), note.raisedUs()));
    notes = List.of();
  }

  /** Whether others have been told of it, or may be at any time. */
  boolean isTold() {
    return told || (origin.establishedUs() == Instants.NONE && !isHalfOpen());
  }

  boolean isOver() {
    return ending.isOver() || forgotten;
  }

  /** Whether its making was told, or was known before: then its changes are to be told too. */
  boolean isFollowed() {
    return told && !forgotten;
  }

  void emit(Effect effect) {
    engine.effects().accept(effect);
  }

  void request(SipMessage message, Side by, long nowUs) {
    lastHeardUs = nowUs;
    exchanges().request(message, by, nowUs);
  }

  /** See {@link Exchanges#response}. */
  void response(SipMessage message, Side requester, long nowUs) {
    lastHeardUs = nowUs;
    exchanges().response(message, requester, nowUs);
  }

  /** The mirror lost the 2xx: see {@link Exchanges#assume}. */
  void assume(RefreshAttempt attempt, long nowUs) {
    exchanges().assume(attempt, nowUs);
  }

  /** When this dialog wants to be looked at next; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineUs() {
    if (forgotten) {
      return lastHeardUs;
    }
    long next = Math.min(attempts.nextDeadlineUs(), hearing.nextUs());
    if (ending.isOver()) {
      return Math.min(next, lifetime().removableUs());
    }
    if (ending.hasBegun()) {
      return Math.min(next, conclusion().nextUs());
    }
    if (timer.isActive() && !attempts.isInDoubt()) {
      next = Math.min(next, alarms.nextUs(timer.thresholds(engine.toleranceUs())));
    }
    return Math.min(next, lifetime().forgetUs(alarms.isProbablyOver()));
  }

  boolean isRemovable(long nowUs) {
    return forgotten || (ending.isOver() && lifetime().removableUs() <= nowUs);
  }

  /** Heard of in mid-call, but by no 2xx yet. */
  boolean isHalfOpen() {
    return lifetime().isHalfOpen();
  }

  /** Does what has become due by {@code nowUs}, each thing at its own instant. */
  void advance(long nowUs) {
    long due = nextDeadlineUs();
    while (due <= nowUs && !isRemovable(due)) {
      hearing.judge(due);
      attempts.judge(judge(), due);
      prove();
      if (ending.hasBegun()) {
        conclusion().advance(due);
      } else {
        passThresholds(due);
        forgetWhenIdle(due);
      }
      due = nextDeadlineUs();
    }
  }

  /** Raises what the thresholds passed by now call for. */
  void passThresholds(long nowUs) {
    if (timer.isActive() && !attempts.isInDoubt()) {
      Thresholds at = timer.thresholds(engine.toleranceUs());
      alarms.pass(at, nowUs, attempts.isUnderWay(at.lateUs()));
    }
  }

  private void forgetWhenIdle(long nowUs) {
    if (lifetime().forgetUs(alarms.isProbablyOver()) <= nowUs) {
      forget();
    }
  }

  /** Its session expired, and its BYE was probably lost. */
  boolean isLost() {
    return !isOver() && !ending.hasBegun() && alarms.isProbablyOver();
  }

  /** Its end will not be known. */
  void forget() {
    forgotten = true;
    tellUnlessHalfOpen(new Effect.Forgotten(snapshot()));
  }

  /** Where nothing more will come, such as at the end of a recording: judges what is left. */
  void finish() {
    hearing.judge(Long.MAX_VALUE);
    attempts.conclude(judge());
    conclusion().finish();
    prove();
    tellUnlessHalfOpen(new Effect.Changed(snapshot()));
  }

  /** A request alone is no proof of a call: what no 2xx was heard of leaves no trace. */
  void tellUnlessHalfOpen(Effect effect) {
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
