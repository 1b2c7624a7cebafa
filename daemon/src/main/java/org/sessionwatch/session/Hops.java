package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.RefresherParam;
import org.sessionwatch.sip.SipMessage;

/** A transaction's hops, until it is judged. */
final class Hops {
  /** More proxies than any call passes in sight of one mirror. */
  private static final int MOST = 16;

  private final List<Hop> hops = new ArrayList<>(1);

  /** Takes note of a request or a 2xx. */
  void take(SipMessage message) {
    String branch = message.branch();
    for (Hop hop : hops) {
      if (hop.is(branch)) {
        hop.take(message);
        return;
      }
    }
    if (hops.size() < MOST) {
      Hop hop = new Hop(branch);
      hop.take(message);
      hops.add(hop);
    }
  }

  List<Hop> list() {
    return hops;
  }

  /** Whether a request passed with this branch. */
  boolean hasRequest(String branch) {
    return hops.stream().anyMatch(hop -> hop.is(branch) && hop.request() != null);
  }

  /** Whether some copy of the request fits. */
  boolean anyRequest(Predicate<SipMessage> test) {
    return hops.stream().map(Hop::request).filter(Objects::nonNull).anyMatch(test);
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
