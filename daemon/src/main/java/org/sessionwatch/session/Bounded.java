package org.sessionwatch.session;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one sort, oldest first, of which no more than so many are remembered: whoever makes
 * up Call-IDs, or calls faster than anybody thought, must not fill the memory.
 */
final class Bounded {
  private final int most;
  private final Set<Call> calls = new LinkedHashSet<>();

  Bounded(int most) {
    this.most = most;
  }

  void add(Call call) {
    calls.add(call);
  }

  void remove(Call call) {
    calls.remove(call);
  }

  /** The oldest; null when there is none. */
  @Nullable Call oldest() {
    return calls.isEmpty() ? null : calls.iterator().next();
  }

  /** The oldest of too many; null when there are not too many. */
  @Nullable Call surplus() {
    return calls.size() <= most ? null : calls.iterator().next();
  }
}
