package org.sessionwatch.session;

import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * The session engine: reads the session timers of all calls out of the messages it is given, and
 * tells by {@link Effect}s what came of it. It has no clock, no thread and no I/O: time comes in
 * with each call, in microseconds since the epoch, and must not go back (an earlier time is taken
 * as the latest one seen). The same engine runs live and over recordings.
 *
 * <p>One thread may call.
 */
public final class SessionEngine {
  private final EngineContext context;
  private final FeedGaps gaps;
  private final RememberedCalls calls;
  private long latestUs = Long.MIN_VALUE;
  private long unplaced;

  /** An engine without a PBX to ask. */
  public SessionEngine(EngineSettings settings, EffectSink effects) {
    this(settings, effects, Presence.UNKNOWN);
  }

  /**
   * An engine.
   *
   * @param presence is asked, on the engine's thread, before an alert about a refresh that did not
   *     come is called confirmed
   */
  public SessionEngine(EngineSettings settings, EffectSink effects, Presence presence) {
    this.gaps = new FeedGaps(effects);
    this.context = new EngineContext(settings, effects, presence, gaps);
    this.calls = new RememberedCalls(context);
  }

  /** Takes a message of which it is not known between which addresses it passed. */
  public void message(SipMessage message, String pbx, long nowUs) {
    message(message, pbx, null, null, nowUs);
  }

  /**
   * Takes a message, in whatever order and however often mirrors tell of it.
   *
   * @param pbx name of the PBX that heard it
   * @param from the address that sent it there; null where the feed does not say
   * @param to the address that it was sent to there; null where the feed does not say
   * @param nowUs when it was heard
   */
  public void message(
      SipMessage message,
      String pbx,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to,
      long nowUs) {
    long atUs = advance(nowUs);
    String callId = message.callId();
    Call call = calls.get(callId);
    if (call == null) {
      if (!Misplaced.tells(message) || !calls.hasPlaceFor(message, atUs)) {
        unplaced++;
        return;
      }
      call = calls.getOrBegin(callId, pbx);
    }
    call.heardBy(pbx);
    if (CallHops.tells(message)) {
      call.heardAt(message, pbx, from, to, atUs);
    }
    if (!call.message(message, atUs)) {
      unplaced++;
    }
    calls.changed(call, atUs);
  }

  /**
   * The PBX's names for the leg with this Call-ID. They may come before the mirror tells of the
   * leg.
   */
  public void linked(String callId, String pbx, Channel channel, long nowUs) {
    long atUs = advance(nowUs);
    Call call = calls.getOrBegin(callId, pbx);
    call.linked(channel, atUs);
    calls.changed(call, atUs);
  }

  /** The PBX hung up the named channel of this Call-ID. */
  public void hungUp(String callId, String channelName, Hangup hangup, long nowUs) {
    long atUs = advance(nowUs);
    Call call = calls.get(callId);
    if (call != null) {
      call.hungUp(channelName, hangup, atUs);
      calls.changed(call, atUs);
    }
  }

  /**
   * By the PBX's own setting the call of this channel has a session timer; told when it was found
   * to have none.
   */
  public void timerExpected(String callId, String channelName, ExpectedTimer expected, long nowUs) {
    long atUs = advance(nowUs);
    Call call = calls.get(callId);
    if (call != null) {
      call.timerExpected(channelName, expected);
      calls.changed(call, atUs);
    }
  }

  /** Takes up a dialog that was watched before: its deadlines go on. */
  public void restore(OpenDialog open, long nowUs) {
    latestUs = Math.max(latestUs, nowUs);
    String callId = open.dialog().callId();
    Call call = calls.getOrBegin(callId, open.dialog().pbx());
    call.restore(open, nowUs);
    calls.changed(call, Long.MIN_VALUE);
  }

  /** Like {@link #restore}, unless the dialog is known already: then more is known of it here. */
  public void restoreLate(OpenDialog open, long nowUs) {
    Call call = calls.get(open.dialog().callId());
    if (call == null || !call.knows(open.dialog().dialogId())) {
      restore(open, nowUs);
    }
  }

  /**
   * The PBX listed all its channels. Dialogs that were restored with a channel which is not among
   * them have ended unheard: to be told before their deadlines are looked at, so that calls which
   * ended while nobody watched raise no alert.
   *
   * @param pbx whose calls these are; null when no other PBX lists channels, so that calls which a
   *     proxy mirrored first are looked at too
   */
  public void listed(@Nullable String pbx, Set<String> uniqueids, long nowUs) {
    latestUs = Math.max(latestUs, nowUs);
    for (Call call : calls.all()) {
      if (pbx == null || call.pbx().equals(pbx)) {
        call.listed(uniqueids, nowUs);
        calls.changed(call, nowUs);
      }
    }
  }

  /**
   * A feed lost messages, or may have: what was not heard in that time is no proof. Whatever is
   * alerted on it from now on is unconfirmed.
   */
  public void gap(FeedGap gap, long nowUs) {
    if (gap.callIds().isEmpty()) {
      gaps.note(gap);
    }
    long atUs = advance(nowUs);
    for (String callId : gap.callIds()) {
      Call call = calls.get(callId);
      if (call != null) {
        call.lost(gap);
        calls.changed(call, atUs);
      }
    }
  }

  /**
   * Alerts of a gap, which one engine of several is to do: FEED_GAP for the PBX, open until nothing
   * was lost for a while.
   */
  public void tellGap(String pbx, FeedGap gap, long nowUs) {
    advance(nowUs);
    gaps.tell(pbx, gap);
  }

  /** When {@link #advance} is to be called at the latest; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineUs() {
    return Math.min(calls.nextDeadlineUs(), gaps.nextUs());
  }

  /**
   * Does what has become due.
   *
   * @return the time taken as now: {@code nowUs}, or the latest time seen when that is later
   */
  public long advance(long nowUs) {
    long atUs = Math.max(latestUs, nowUs);
    latestUs = atUs;
    long dueUs = calls.nextDeadlineUs();
    while (dueUs <= atUs) {
      Call call = calls.firstDue();
      call.advance(dueUs);
      calls.changed(call, dueUs);
      dueUs = calls.nextDeadlineUs();
    }
    gaps.advance(atUs);
    return atUs;
  }

  /** The recording ends here: judges what was answered and tells how each dialog stands. */
  public void finish(long nowUs) {
    advance(nowUs);
    calls.inOrder().forEach(Call::finish);
    gaps.advance(Long.MAX_VALUE);
  }

  /** How many calls it remembers at most. */
  public EngineLimits limits() {
    return context.settings().limits();
  }

  /** Dialogs that are established, or heard in mid-call, and not over. */
  public int openDialogs() {
    return calls.openDialogs();
  }

  /** Call-IDs of which anything is remembered. */
  int calls() {
    return calls.size();
  }

  /**
   * Calls that were forgotten, or passed over, because there were too many: those without a 2xx,
   * those whose end was probably lost, and those that found no place, each INVITE of these.
   */
  public long evictedCalls() {
    return calls.evicted();
  }

  /** Messages that belonged to nothing watched: other methods, other dialogs, wrong tags. */
  public long unplacedMessages() {
    return unplaced;
  }
}
