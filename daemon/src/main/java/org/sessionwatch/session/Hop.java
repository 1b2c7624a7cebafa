package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/**
 * A transaction as it was seen on one hop, which the topmost Via's branch names. Proxies rewrite
 * requests, so what a 2xx may say can only be judged against the request of its own hop (R8).
 *
 * @param request what the request said as it passed here; null when only its answer did
 * @param success what the 2xx said as it passed here; null when none did
 */
record Hop(String branch, @Nullable TimerWords request, @Nullable TimerWords success) {
  static Hop ofRequest(String branch, TimerWords request) {
    return new Hop(branch, request, null);
  }

  static Hop ofSuccess(String branch, TimerWords success) {
    return new Hop(branch, null, success);
  }

  boolean is(String otherBranch) {
    return branch.equals(otherBranch);
  }

  /** The same hop after the latest that passed there. */
  Hop with(Hop later) {
    return new Hop(
        branch,
        later.request == null ? request : later.request,
        later.success == null ? success : later.success);
  }
}
