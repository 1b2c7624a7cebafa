package org.sessionwatch.capture.hep;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What a datagram turned out to be. */
public sealed interface HepDatagram {

  /** Hands this to the method of its kind. */
  void handTo(Taker taker);

  /** One method a kind. */
  interface Taker {
    /** A mirrored SIP message. */
    void takeSip(Sip sip);

    /** Something sound that is not SIP. */
    void takeNotSip(NotSip notSip);

    /** Something not taken. */
    void takeFaulty(Faulty faulty);
  }

  /**
   * A mirrored SIP message.
   *
   * @param captureId chunk 0c, 0 to 2^32-1; 0 where there is none
   * @param nodeName chunk 13; null where there is none
   * @param capturedAtUs chunks 09 and 0a: microseconds since the epoch by the agent's clock; the
   *     time of receipt where there is none
   * @param from who sent the SIP message; null where it does not say
   * @param to whom it was sent to; null where it does not say
   * @param sip the SIP message: a copy, so that the receive buffer can be used again
   */
  record Sip(
      long captureId,
      @Nullable String nodeName,
      long capturedAtUs,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to,
      byte[] sip)
      implements HepDatagram {
    @Override
    public void handTo(Taker taker) {
      taker.takeSip(this);
    }
  }

  /**
   * Something else that agents mirror on the same port.
   *
   * @param captureId chunk 0c, 0 to 2^32-1; 0 where there is none
   * @param nodeName chunk 13; null where there is none
   * @param protocol chunk 0b, 0 to 255: 5 is RTCP, 100 a log line
   */
  record NotSip(long captureId, @Nullable String nodeName, int protocol) implements HepDatagram {
    @Override
    public void handTo(Taker taker) {
      taker.takeNotSip(this);
    }
  }

  /**
   * Something not taken.
   *
   * @param fault why
   * @param offset the byte of the datagram where that shows, from 0
   */
  record Faulty(HepFault fault, int offset) implements HepDatagram {
    @Override
    public void handTo(Taker taker) {
      taker.takeFaulty(this);
    }
  }
}
