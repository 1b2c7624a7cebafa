package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * A transaction as it was seen on one hop, which the topmost Via's branch names. Proxies rewrite
 * requests, so what a 2xx may say can only be judged against the request of its own hop (R8).
 */
final class Hop {
  private final String branch;
  private @Nullable SipMessage request;
  private @Nullable SipMessage success;

  Hop(String branch) {
    this.branch = branch;
  }

  boolean is(String otherBranch) {
    return branch.equals(otherBranch);
  }

  void take(SipMessage message) {
    if (message.isRequest()) {
      request = message;
    } else {
      success = message;
    }
  }

  /** The request as it passed here; null when only its answer did. */
  @Nullable SipMessage request() {
    return request;
  }

  /** The 2xx as it passed here; null when none did. */
  @Nullable SipMessage success() {
    return success;
  }
}
