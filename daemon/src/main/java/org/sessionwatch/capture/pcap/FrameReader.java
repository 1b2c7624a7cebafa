package org.sessionwatch.capture.pcap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.stream.TcpStreams;

/**
 * Finds the SIP messages in frames, as such or inside HEP, over UDP, TCP and WebSocket, on whatever
 * port, and counts what it found. One for each recording or interface.
 */
final class FrameReader {
  private final IpHeader ip = new IpHeader();
  private final Transport transport = new Transport();
  private final Fragments fragments = new Fragments();
  private final InOrder waiting = new InOrder();
  private final FoundMessages found;
  private final TcpStreams streams;

  private long frames;
  private long ignored;
  private long pieces;
  private long segments;

  /** Of a recording: its messages wait to be polled, so that they come in order of time. */
  FrameReader(String recording) {
    this.found = new FoundMessages(new CaptureSource(0, null, recording), true, waiting::add);
    this.streams = new TcpStreams(found);
  }

  /** Of an interface: messages go to the sink as soon as they are whole, and HEP is ignored. */
  FrameReader(CaptureSource source, CaptureSink sink) {
    this.found = new FoundMessages(source, false, sink);
    this.streams = new TcpStreams(found);
  }

  RecordingCounts counts() {
    return new RecordingCounts(
        frames,
        found.sip(),
        found.hep(),
        found.notSip(),
        ignored + found.ignored(),
        pieces,
        found.malformed(),
        segments,
        found.gaps() + fragments.incomplete());
  }

  /**
   * Looks into the frame {@code bytes[at, end)}.
   *
   * @param timeUs of the frame, microseconds since the epoch
   */
  void read(LinkType link, byte[] bytes, int at, int end, long timeUs) {
    frames++;
    passTime(timeUs);
    int packet = link.ipAt(bytes, at, end);
    if (packet == LinkType.NONE || !ip.read(bytes, packet, end)) {
      ignored++;
    } else if (ip.isFragment()) {
      fragment(bytes, timeUs);
    } else if (!packet(bytes, timeUs)) {
      ignored++;
    }
  }

  /** It is now that time: what was waited for too long will not come. */
  void passTime(long timeUs) {
    streams.passTime(timeUs);
    waiting.passTime(timeUs);
  }

  /** A frame that cannot be looked into. */
  void passOver() {
    frames++;
    ignored++;
  }

  private void fragment(byte[] bytes, long timeUs) {
    pieces++;
    byte[] whole = fragments.add(ip, bytes, timeUs);
    if (whole != null) {
      ip.reassembled(whole);
      packet(whole, timeUs);
    }
  }

  /** False when there is nothing in the packet for us. */
  private boolean packet(byte[] bytes, long timeUs) {
    return switch (transport.read(ip, bytes)) {
      case UDP -> {
        found.datagram(bytes, transport, ip, timeUs);
        yield true;
      }
      case TCP -> {
        boolean full = transport.payloadEnd() > transport.payloadAt();
        segments += full ? 1 : 0;
        streams.segment(transport.segment(ip, timeUs));
        yield full;
      }
      case OTHER -> false;
    };
  }

  /** The next message found in the frames that were read; null if there is none now. */
  @Nullable CapturedMessage poll() {
    return waiting.poll();
  }

  /** No more frames come. */
  void finish() {
    streams.finish();
    waiting.end();
  }

  /** Places where a TCP stream with SIP in it lacks a piece. */
  long gaps() {
    return found.gaps();
  }

  /** What is worth telling of the frames, each a part of a sentence. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (found.gaps() > 0) {
      remarks.add("gaps in TCP streams with SIP, whose segments it lacks: " + found.gaps());
    }
    if (fragments.incomplete() > 0) {
      remarks.add("fragmented IP packets that are not complete: " + fragments.incomplete());
    }
    if (found.compressed() > 0) {
      remarks.add(
          "compressed WebSocket messages (permessage-deflate) that were not read: "
              + found.compressed()
              + "; turn compression off in the server");
    }
    return remarks;
  }
}
