package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.RefresherParam;

/** A transaction's hops, until it is judged. */
final class Hops {
  /** More proxies than any call passes in sight of one mirror. */
  private static final int MOST = 16;

  private List<Hop> hops = List.of();

  /** Takes note of a request or a 2xx. */
  void take(Hop seen) {
    for (int i = 0; i < hops.size(); i++) {
      if (hops.get(i).is(seen.branch())) {
        List<Hop> changed = new ArrayList<>(hops);
        changed.set(i, hops.get(i).with(seen));
        hops = List.copyOf(changed);
        return;
      }
    }
    if (!isFull()) {
      hops = Few.with(hops, seen);
    }
  }

  List<Hop> list() {
    return hops;
  }

  boolean has(String branch) {
    for (Hop hop : hops) {
      if (hop.is(branch)) {
        return true;
      }
    }
    return false;
  }

  boolean isFull() {
    return hops.size() >= MOST;
  }

  /** Whether a request passed with this branch. */
  boolean hasRequest(String branch) {
    for (Hop hop : hops) {
      if (hop.is(branch) && hop.request() != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether some copy of the request fits. */
  boolean anyRequest(Predicate<TimerWords> test) {
    for (Hop hop : hops) {
      TimerWords request = hop.request();
      if (request != null && test.test(request)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The side that the request, sent by the given one, asks to be refresher; null when it does not
   * say.
   */
  @Nullable Side asksFor(Side sender) {
    if (anyRequest(request -> request.refresher() == RefresherParam.UAC)) {
      return sender;
    }
    return anyRequest(request -> request.refresher() == RefresherParam.UAS) ? sender.other() : null;
  }
}
