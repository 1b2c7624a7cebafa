package org.sessionwatch.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * The calls of one engine by their Call-IDs and by their deadlines, no more than its {@link
 * EngineLimits}. The engine's thread alone may call.
 */
final class RememberedCalls {
  private final EngineContext engine;
  private final EngineLimits limits;
  private final CallTable calls = new CallTable();
  private final Deadlines deadlines = new Deadlines();

  /** Those of which no 2xx was heard. */
  private final Bounded halfOpen;

  /** Those that have ended, and are remembered for late copies of their messages. */
  private final Bounded ended;

  private int openDialogs;
  private long evicted;
  private long fullUntilUs = Long.MIN_VALUE;

  RememberedCalls(EngineContext engine) {
    this.engine = engine;
    this.limits = engine.settings().limits();
    this.halfOpen = new Bounded(limits.halfOpen());
    this.ended = new Bounded(limits.ended());
  }

  @Nullable Call get(String callId) {
    return calls.find(callId);
  }

  /** The call; one that is not known yet begins, whether there is a place or not. */
  Call getOrBegin(String callId, String pbx) {
    Call known = calls.find(callId);
    return known == null ? calls.add(engine, callId, pbx) : known;
  }

  /** All of them, of which any may be forgotten meanwhile. */
  List<Call> all() {
    return calls.all();
  }

  /** The same in the order of their Call-IDs, which is alike at each run. */
  List<Call> inOrder() {
    return calls.inOrder();
  }

  int size() {
    return calls.size();
  }

  /** Dialogs that are not over. */
  int openDialogs() {
    return openDialogs;
  }

  /** See {@link SessionEngine#evictedCalls}. */
  long evicted() {
    return evicted;
  }

  /** The earliest deadline; {@code Long.MAX_VALUE} for none. */
  long nextDeadlineUs() {
    return deadlines.firstUs();
  }

  /** The call with the earliest deadline; there must be one. */
  Call firstDue() {
    return deadlines.first();
  }

  /** Counts and schedules a call that something may have changed; forgets it when it is over. */
  void changed(Call call, long nowUs) {
    int open = call.openDialogs();
    openDialogs += open - call.countedOpen;
    call.countedOpen = (short) open;
    if (call.isOver(nowUs)) {
      forget(call);
      return;
    }
    deadlines.schedule(call, call.nextDeadlineUs());
    Bounded sort = call.isHalfOpen() ? halfOpen : open == 0 ? ended : null;
    if (sort != call.sort) {
      sort(call, sort);
      forgetSurplus();
    }
  }

  private static void sort(Call call, @Nullable Bounded sort) {
    if (call.sort != null) {
      call.sort.remove(call);
    }
    if (sort != null) {
      sort.add(call);
    }
    call.sort = sort;
  }

  private void forgetSurplus() {
    Call surplus = halfOpen.surplus();
    if (surplus != null) {
      evict(surplus);
    }
    Call longest = ended.surplus();
    if (longest != null) {
      forget(longest);
    }
  }

  /**
   * Whether there is a place for the call of this message. Of least use are calls that have ended,
   * then those without a 2xx, then those whose end was probably lost; one that goes on is kept,
   * whoever comes.
   */
  boolean hasPlaceFor(SipMessage message, long nowUs) {
    if (calls.size() < limits.calls() || forgetLeast(nowUs)) {
      return true;
    }
    evicted += message.isRequest() && message.method() == SipMethod.INVITE ? 1 : 0;
    return false;
  }

  private boolean forgetLeast(long nowUs) {
    Call over = ended.oldest();
    Call begun = halfOpen.oldest();
    if (over != null) {
      forget(over);
    } else if (begun != null) {
      evict(begun);
    } else if (fullUntilUs <= nowUs) {
      forgetLost(nowUs);
    }
    return calls.size() < limits.calls();
  }

  /** All at once: to look through all calls takes a moment, and they are many when any are. */
  private void forgetLost(long nowUs) {
    for (Call call : all()) {
      if (call.forgetLost()) {
        evict(call);
      }
    }
    fullUntilUs = calls.size() < limits.calls() ? nowUs : nowUs + EngineSettings.FULL_US;
  }

  private void evict(Call call) {
    forget(call);
    evicted++;
  }

  private void forget(Call call) {
    openDialogs -= call.countedOpen;
    call.countedOpen = 0;
    deadlines.remove(call);
    sort(call, null);
    calls.remove(call);
  }
}
