package org.sessionwatch.session;

import org.sessionwatch.sip.SipMessage;

/**
 * What the ACKs of one INVITE within a dialog tell. Where the mirror lost the final response, an
 * ACK shows that there was one.
 */
final class Acknowledgement {
  private long heardCseq = -1;
  private long shownUs = Instants.NONE;
  private String branch = "";

  /** An ACK with the number of one of the tries. */
  void heard(long cseq) {
    heardCseq = Math.max(heardCseq, cseq);
  }

  /** Whether any with that number was heard, the latest one. */
  boolean isHeard(long cseq) {
    return heardCseq == cseq;
  }

  /**
   * An ACK came though no final response did; whether it was to a 2xx is seen when copies are in.
   */
  void shows(SipMessage ack, long nowUs) {
    if (shownUs == Instants.NONE) {
      shownUs = nowUs;
      branch = ack.branch();
    }
  }

  /** When an ACK first showed that there was a final response; {@link Instants#NONE} if none. */
  long shownUs() {
    return shownUs;
  }

  /** The instant, or that of the ACK where it came first: by then there was an answer. */
  long orEarlier(long answeredUs) {
    return shownUs == Instants.NONE ? answeredUs : Math.min(shownUs, answeredUs);
  }

  /**
   * Whether that ACK was to a 2xx: then it has a branch of its own (RFC 3261 section 17.1.1.3),
   * while one to a refusal has its INVITE's.
   *
   * @param invite where the INVITE was seen
   */
  boolean wasToSuccess(Hops invite) {
    return !invite.hasRequest(branch);
  }

  /** The ACK was to a refusal that was not seen, or the INVITE is tried again. */
  void forget() {
    shownUs = Instants.NONE;
  }
}
