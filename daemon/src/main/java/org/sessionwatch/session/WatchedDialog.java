package org.sessionwatch.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * One dialog under watch: takes its messages, keeps its timer, and says when it wants to be looked
 * at next. The engine's thread alone may call.
 */
final class WatchedDialog extends DialogOrigin {
  private final SessionTimer timer;
  private final Alarms alarms = new Alarms(this);
  private final Attempts attempts;

  /** Found before there was this dialog, and told when it is established; null once it is told. */
  private @Nullable List<Note> notes = List.of();

  private long lastHeardUs;
  private long watchedSinceUs = Instants.NONE;
  private @Nullable Channel channel;

  /** Kept by {@link Ending}; null until something is heard of an end. */
  Ending.@Nullable Heard heardOfEnd;

  // Kept by Hearing.
  @Nullable Sequence callerNumbers;
  @Nullable Sequence calleeNumbers;
  Hearing.@Nullable Loss loss;

  WatchedDialog(DialogOrigin origin, SessionTimer timer, Attempts attempts) {
    super(origin);
    this.timer = timer;
    this.attempts = attempts;
    this.lastHeardUs = origin.firstHeardUs();
  }

  // The next seven keep nothing themselves, so they are made when they are asked for: a farm has a
  // million dialogs open, and each would take some 40 bytes for references to the other parts.

  private Exchanges exchanges() {
    return new Exchanges(this, timer, alarms, hearing(), attempts, ending());
  }

  private Conclusion conclusion() {
    return new Conclusion(this, timer, alarms, ending(), attempts, judge());
  }

  private RefreshJudge judge() {
    return new RefreshJudge(this, timer, alarms, ending());
  }

  private Lifetime lifetime() {
    return new Lifetime(lastHeardUs, this, timer, ending());
  }

  private Ending ending() {
    return new Ending(this);
  }

  /** What the numbers of the messages show. */
  Hearing hearing() {
    return new Hearing(this, alarms);
  }

  /** What the PBX tells of it. */
  PbxLeg leg() {
    return new PbxLeg(this, ending(), alarms);
  }

  /** The dialog as it was written out; deadlines that passed in between are unconfirmed. */
  static WatchedDialog restored(Call call, OpenDialog open, long nowUs) {
    Dialog dialog = open.dialog();
    Attempts attempts =
        Attempts.restored(
            open.refreshes(), open.lastRefreshCseqCaller(), open.lastRefreshCseqCallee());
    WatchedDialog restored =
        new WatchedDialog(
            DialogOrigin.restored(call, dialog), SessionTimer.restored(dialog.timer()), attempts);
    restored.timer.restart(restored.timer.refreshedUs(), open.refreshedBy(), open.refreshedCseq());
    restored.channel = dialog.channel();
    restored.watchedSinceUs = nowUs;
    restored.lastHeardUs = nowUs;
    restored.notes = null;
    restored.alarms.restore(open.openAlerts());
    return restored;
  }

  SessionTimer timer() {
    return timer;
  }

  long toleranceUs() {
    return call().engine().toleranceUs();
  }

  /**
   * Whether something that was sent between the two instants is known to have escaped this watch,
   * or may have: the feed had a gap, or nobody watched when it was to come.
   */
  boolean mayHaveMissed(long fromUs, long untilUs) {
    return attempts.isProvisional()
        || watchedSinceUs > timer.thresholds(0).dueUs()
        || hearing().hasLostSince(fromUs)
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

  /** Whether some PBX says that the call is up. */
  boolean isUp() {
    return call().engine().presence().isUp(call().callId());
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

  /** Whether the feed tells that it lost something between the two instants, of whatever call. */
  boolean hasFeedGap(long fromUs, long untilUs) {
    return call().engine().gaps().overlap(pbx(), fromUs, untilUs);
  }

  /**
   * Whether this session's end, or a refresh, was probably among what its feed tells that it lost.
   */
  boolean isProbablyOver(long fromUs, long untilUs) {
    return (hearing().isToldByFeedSince(fromUs) || hasFeedGap(fromUs, untilUs)) && !isUp();
  }

  /** Confirms the alerts that are certain by now. */
  void prove() {
    if (isCountable()) {
      alarms.prove(hearing());
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
      notes = notes == null ? null : Few.with(notes, note);
    }
  }

  /** The 2xx that made it is judged. */
  void established() {
    List<Note> early = notes == null ? List.of() : notes;
    notes = null;
    emit(new Effect.Established(snapshot()));
    early.forEach(note -> alarms.raiseOnce(note.text(), note.raisedUs()));
  }

  /** Whether others have been told of it, or may be at any time. */
  boolean isTold() {
    return notes == null || (!isHeardFromItsBeginning() && !isHalfOpen());
  }

  boolean isOver() {
    return ending().isOver() || ending().isForgotten();
  }

  /** Whether its making was told, or was known before: then its changes are to be told too. */
  boolean isFollowed() {
    return notes == null && !ending().isForgotten();
  }

  void emit(Effect effect) {
    call().engine().effects().accept(effect);
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
    Ending ending = ending();
    if (ending.isForgotten()) {
      return lastHeardUs;
    }
    long next = Math.min(attempts.nextDeadlineUs(), hearing().nextUs());
    if (ending.isOver()) {
      return Math.min(next, lifetime().removableUs());
    }
    if (ending.hasBegun()) {
      return Math.min(next, conclusion().nextUs());
    }
    if (timer.isActive() && !attempts.isInDoubt()) {
      next = Math.min(next, alarms.nextUs(timer.thresholds(toleranceUs())));
    }
    return Math.min(next, lifetime().forgetUs(alarms.isProbablyOver()));
  }

  boolean isRemovable(long nowUs) {
    Ending ending = ending();
    return ending.isForgotten() || (ending.isOver() && lifetime().removableUs() <= nowUs);
  }

  /** Heard of in mid-call, but by no 2xx yet. */
  boolean isHalfOpen() {
    return lifetime().isHalfOpen();
  }

  /** Does what has become due by {@code nowUs}, each thing at its own instant. */
  void advance(long nowUs) {
    long due = nextDeadlineUs();
    while (due <= nowUs && !isRemovable(due)) {
      hearing().judge(due);
      attempts.judge(judge(), due);
      prove();
      if (ending().hasBegun()) {
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
      Thresholds at = timer.thresholds(toleranceUs());
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
    return !isOver() && !ending().hasBegun() && alarms.isProbablyOver();
  }

  /** Its end will not be known. */
  void forget() {
    ending().forget();
    tellUnlessHalfOpen(new Effect.Forgotten(snapshot()));
  }

  /** Where nothing more will come, such as at the end of a recording: judges what is left. */
  void finish() {
    hearing().judge(Long.MAX_VALUE);
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
    Ending ending = ending();
    return new Dialog(
        id(),
        call().callId(),
        pbx(),
        partySnapshot(Side.CALLER),
        partySnapshot(Side.CALLEE),
        Instants.at(firstHeardUs()),
        Instants.orNull(establishedUs()),
        Instants.orNull(ending.endedUs()),
        ending.cause(),
        ending.isCertain(),
        timer.status(),
        channel,
        ending.hangup(),
        ending.reasonText());
  }
}
