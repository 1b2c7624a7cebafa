package org.sessionwatch.session;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of which no 2xx was heard, oldest first. Whoever makes up Call-IDs fills this, and it
 * is bounded.
 */
final class HalfOpen {
  private final Set<Call> calls = new LinkedHashSet<>();

  /** Takes note of how a call stands. */
  void note(Call call) {
    if (call.isHalfOpen()) {
      calls.add(call);
    } else {
      calls.remove(call);
    }
  }

  void remove(Call call) {
    calls.remove(call);
  }

  /** The oldest of too many; null when there are not too many. */
  @Nullable Call surplus() {
    if (calls.size() <= EngineSettings.MAX_HALF_OPEN) {
      return null;
    }
    Iterator<Call> oldest = calls.iterator();
    return oldest.next();
  }
}
