package org.sessionwatch.capture.pcap;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.SipStart;
import org.sessionwatch.capture.hep.HepDatagram;
import org.sessionwatch.capture.hep.HepDecoder;
import org.sessionwatch.capture.recording.RecordingCounts;

/**
 * Finds the SIP message in a frame, as such or inside HEP3, on whatever port, and counts what it
 * found. One for each recording.
 */
final class FrameReader {
  private final CaptureSource file;
  private final HepDecoder hepDecoder = new HepDecoder(null);
  private final UdpPacket packet = new UdpPacket();
  private CaptureSource hepSource;

  private long frames;
  private long sip;
  private long hep;
  private long notSip;
  private long ignored;
  private long fragments;
  private long malformed;

  FrameReader(String recording) {
    this.file = new CaptureSource(0, null, recording);
    this.hepSource = file;
  }

  RecordingCounts counts() {
    return new RecordingCounts(frames, sip, hep, notSip, ignored, fragments, malformed);
  }

  /**
   * The SIP message in the frame {@code bytes[at, end)}; null if there is none.
   *
   * @param timeUs of the frame, microseconds since the epoch
   */
  @Nullable CapturedMessage read(LinkType link, byte[] bytes, int at, int end, long timeUs) {
    frames++;
    int ip = link.ipAt(bytes, at, end);
    UdpPacket.Kind kind = ip == LinkType.NONE ? UdpPacket.Kind.OTHER : packet.read(bytes, ip, end);
    return switch (kind) {
      case UDP -> payload(bytes, packet.payloadAt(), packet.payloadEnd(), timeUs);
      case FRAGMENT -> {
        fragments++;
        yield null;
      }
      case OTHER -> {
        ignored++;
        yield null;
      }
    };
  }

  private @Nullable CapturedMessage payload(byte[] bytes, int from, int to, long timeUs) {
    if (HepDecoder.isHep3(bytes, from, to)) {
      InHep found = new InHep(timeUs);
      hepDecoder.decode(bytes, from, to, timeUs).handTo(found);
      return found.message;
    }
    if (!SipStart.isSip(bytes, from, to)) {
      ignored++;
      return null;
    }
    if (packet.isCut() && !hasAllHeaders(bytes, from, to)) {
      malformed++;
      return null;
    }
    sip++;
    return new CapturedMessage(
        file,
        timeUs,
        timeUs,
        packet.source(),
        packet.destination(),
        Arrays.copyOfRange(bytes, from, to));
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

  /** A recording often has one feed alone, so its source is made once. */
  private CaptureSource hepSource(HepDatagram.Sip found) {
    if (hepSource.captureId() != found.captureId()
        || !Objects.equals(hepSource.nodeName(), found.nodeName())) {
      hepSource = new CaptureSource(found.captureId(), found.nodeName(), file.address());
    }
    return hepSource;
  }

  /** Takes what a HEP datagram held. */
  private final class InHep implements HepDatagram.Taker {
    private final long timeUs;
    private @Nullable CapturedMessage message;

    InHep(long timeUs) {
      this.timeUs = timeUs;
    }

    @Override
    public void takeSip(HepDatagram.Sip found) {
      hep++;
      // The frame's time, not the agent's: all of a recording runs on one clock.
      message =
          new CapturedMessage(
              hepSource(found), timeUs, timeUs, found.from(), found.to(), found.sip());
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
