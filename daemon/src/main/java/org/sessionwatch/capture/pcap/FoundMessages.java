package org.sessionwatch.capture.pcap;

import java.util.Arrays;
import java.util.Objects;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.SipStart;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.capture.hep.HepDatagram;
import org.sessionwatch.capture.hep.HepDecoder;
import org.sessionwatch.capture.stream.Flow;
import org.sessionwatch.capture.stream.StreamContent;

/** Hands on what datagrams and streams hold, and counts it. */
final class FoundMessages implements StreamContent {
  private final CaptureSource source;
  private final boolean readsHep;
  private final CaptureSink sink;
  private final SocketAddresses addresses = new SocketAddresses();
  private final HepDecoder hepDecoder = new HepDecoder(null);
  private CaptureSource hepSource;

  private long sip;
  private long hep;
  private long notSip;
  private long ignored;
  private long malformed;
  private long compressed;
  private long gaps;

  /**
   * @param source told as the source of SIP that is not inside HEP
   * @param readsHep whether HEP is looked into; else it is ignored
   */
  FoundMessages(CaptureSource source, boolean readsHep, CaptureSink sink) {
    this.source = source;
    this.readsHep = readsHep;
    this.sink = sink;
    this.hepSource = source;
  }

  /** Looks into the UDP datagram that was read last. */
  void datagram(byte[] bytes, Transport udp, IpHeader ip, long timeUs) {
    int from = udp.payloadAt();
    int to = udp.payloadEnd();
    if (HepDecoder.recognises(bytes, from, to)) {
      hep(bytes, from, to, timeUs);
    } else if (!SipStart.isSip(bytes, from, to)) {
      ignored++;
    } else if (udp.isCut() && !hasAllHeaders(bytes, from, to)) {
      malformed++;
    } else {
      sip(udp.flow(ip), timeUs, bytes, from, to);
    }
  }

  /** Whether the empty line is there that ends the headers. */
  private static boolean hasAllHeaders(byte[] bytes, int from, int to) {
    for (int at = from; at + 4 <= to; at++) {
      if (bytes[at] == '\r'
          && bytes[at + 1] == '\n'
          && bytes[at + 2] == '\r'
          && bytes[at + 3] == '\n') {
        return true;
      }
    }
    return false;
  }

  private void hep(byte[] bytes, int from, int to, long timeUs) {
    if (!readsHep) {
      ignored++;
      return;
    }
    hepDecoder.decode(bytes, from, to, timeUs).handTo(new InHep(timeUs));
  }

  /** A recording often has one feed alone, so its source is made once. */
  private CaptureSource hepSource(HepDatagram.Sip found) {
    if (hepSource.captureId() != found.captureId()
        || !Objects.equals(hepSource.nodeName(), found.nodeName())) {
      hepSource = new CaptureSource(found.captureId(), found.nodeName(), source.address());
    }
    return hepSource;
  }

  @Override
  public void sip(Flow flow, long timeUs, byte[] bytes, int from, int to) {
    sip++;
    sink.accept(
        new CapturedMessage(
            source,
            timeUs,
            timeUs,
            flow.source(addresses),
            flow.destination(addresses),
            Arrays.copyOfRange(bytes, from, to)));
  }

  @Override
  public void hep(Flow flow, long timeUs, byte[] bytes, int from, int to) {
    hep(bytes, from, to, timeUs);
  }

  @Override
  public void malformedMessage() {
    malformed++;
  }

  @Override
  public void compressedMessage() {
    compressed++;
  }

  @Override
  public void missingPiece() {
    gaps++;
  }

  long sip() {
    return sip;
  }

  long hep() {
    return hep;
  }

  long notSip() {
    return notSip;
  }

  long ignored() {
    return ignored;
  }

  /** Compressed messages are counted here too. */
  long malformed() {
    return malformed + compressed;
  }

  long compressed() {
    return compressed;
  }

  long gaps() {
    return gaps;
  }

  /** Takes what a HEP datagram held. */
  private final class InHep implements HepDatagram.Taker {
    private final long timeUs;

    InHep(long timeUs) {
      this.timeUs = timeUs;
    }

    @Override
    public void takeSip(HepDatagram.Sip found) {
      hep++;
      // The frame's time, not the agent's: all of a recording runs on one clock.
      sink.accept(
          new CapturedMessage(
              hepSource(found), timeUs, timeUs, found.from(), found.to(), found.sip()));
    }

    @Override
    public void takeNotSip(HepDatagram.NotSip found) {
      notSip++;
    }

    @Override
    public void takeFaulty(HepDatagram.Faulty found) {
      malformed++;
    }
  }
}
