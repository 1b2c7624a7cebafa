package org.sessionwatch.session;

/** How long a request and its 2xx were sent again and again, which shows that nobody answered. */
final class Repetitions {
  private long requestUs = Instants.NONE;
  private long successUs = Instants.NONE;

  /** A copy of the request came at that instant. */
  void ofRequest(long nowUs) {
    requestUs = nowUs;
  }

  /** A copy of its 2xx came at that instant. */
  void ofSuccess(long nowUs) {
    successUs = nowUs;
  }

  /**
   * Whether the request was sent again up to the end of its time, as a client does without a final
   * response (RFC 3261 section 17.1: the last time 31.5 s after the first).
   */
  boolean lastUntil(long timeoutUs) {
    return requestUs >= timeoutUs - EngineSettings.SETTLE_US;
  }

  /**
   * Whether the answerer shows by what it sends that no ACK came until it hung up: a server sends
   * the 2xx again, every 4 s at least, and gives up after 64*T1 (RFC 3261 section 13.3.1.4).
   *
   * @param answeredUs the first copy of the 2xx
   */
  boolean showNoAck(long answeredUs, long byeUs) {
    long afterUs = byeUs - answeredUs - EngineSettings.TRANSACTION_TIMEOUT_US;
    return successUs != Instants.NONE
        && byeUs - successUs <= EngineSettings.LONGEST_REPEAT_US
        && Math.abs(afterUs) <= EngineSettings.GIVES_UP_WITHIN_US;
  }
}
