package org.sessionwatch.capture.pcap;

import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.recording.RecordingCounts;

/**
 * The SIP messages in frames that come from a network interface now, found as {@code analyze} finds
 * them in a capture: fragments and TCP streams put together, WebSocket looked into; HEP is not.
 *
 * <p>A message is handed on as soon as it is whole. Not for use by several threads.
 */
public final class LiveFrames {
  private final LinkType link;
  private final FrameReader frames;

  private LiveFrames(LinkType link, FrameReader frames) {
    this.link = link;
    this.frames = frames;
  }

  /**
   * Frames of one interface.
   *
   * @param linkType what stands before the IP header, one that {@link #canRead}
   * @param source told as the source of each message
   * @param sink called within {@link #frame}, {@link #passTime} and {@link #end}
   * @throws IllegalArgumentException when such frames cannot be read
   */
  public static LiveFrames of(int linkType, CaptureSource source, CaptureSink sink) {
    LinkType link = LinkType.of(linkType);
    if (link == null) {
      throw new IllegalArgumentException("link type " + linkType + " is not read");
    }
    return new LiveFrames(link, new FrameReader(source, sink));
  }

  /** Whether frames of this LINKTYPE number (tcpdump.org/linktypes.html) can be read. */
  public static boolean canRead(int linkType) {
    return LinkType.of(linkType) != null;
  }

  /**
   * Looks into the frame {@code bytes[0, length)}; the array is not kept.
   *
   * @param nowUs when it came, by our clock: microseconds since the epoch
   */
  public void frame(byte[] bytes, int length, long nowUs) {
    frames.read(link, bytes, 0, length, nowUs);
  }

  /** It is now that time, and no frame has come: a missing piece is not waited for for ever. */
  public void passTime(long nowUs) {
    frames.passTime(nowUs);
  }

  /** No more frames come: what still waits for a missing piece is handed on. */
  public void end() {
    frames.finish();
  }

  /**
   * Places where a TCP stream with SIP in it lacks a piece. Fragmented packets are not among them:
   * what they would have carried is not known.
   */
  public long gaps() {
    return frames.gaps();
  }

  /** What the frames held until now; to be asked on the thread that brings them. */
  public RecordingCounts counts() {
    return frames.counts();
  }
}
