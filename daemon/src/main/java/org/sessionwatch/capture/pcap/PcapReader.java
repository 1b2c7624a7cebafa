package org.sessionwatch.capture.pcap;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;

/**
 * Reads classic pcap files.
 *
 * <pre>
 * header: magic u32, version u16 u16, zone u32, accuracy u32, longest frame u32, link type u32
 * record: seconds u32, fraction u32, bytes captured u32, bytes on the wire u32, the bytes captured
 * </pre>
 *
 * In the byte order of the machine that wrote it, which the magic number shows; so are times in
 * microseconds or nanoseconds.
 */
public final class PcapReader implements RecordingReader {
  private static final int HEADER_LENGTH = 24;
  private static final int RECORD_HEADER_LENGTH = 16;

  /** Longer ones are damage: tcpdump and Wireshark refuse them too. */
  private static final int LONGEST_FRAME = 262_144;

  private final ByteFeed feed;
  private final PcapMagic magic;
  private final LinkType link;
  private final FrameReader frames;
  private @Nullable String warning;
  private boolean ended;

  private PcapReader(ByteFeed feed, PcapMagic magic, LinkType link) {
    this.feed = feed;
    this.magic = magic;
    this.link = link;
    this.frames = new FrameReader(feed.name());
  }

  /**
   * Whether a recording with these first four bytes is classic pcap.
   *
   * @param magicNumber the bytes, read in network byte order
   */
  public static boolean recognises(int magicNumber) {
    return PcapMagic.of(magicNumber) != null;
  }

  /**
   * Reads the file's header. The reader closes the feed.
   *
   * @throws RecordingException when it is not pcap, cut off, or of a link type that is not read
   */
  public static PcapReader open(ByteFeed feed) throws RecordingException {
    int width = feed.fill(HEADER_LENGTH);
    if (width < HEADER_LENGTH) {
      throw new RecordingException(
          feed.name(), "cut off at byte " + width + ", inside the header of the capture file");
    }
    PcapMagic magic = PcapMagic.at(feed.bytes(), feed.at());
    if (magic == null) {
      throw new RecordingException(feed.name(), "not a pcap file (byte 0)");
    }
    // The upper bits tell of a checksum behind each frame, not of the link.
    int linkNumber = (int) magic.u32(feed.bytes(), feed.at() + 20) & 0xffff;
    LinkType link = LinkType.of(linkNumber);
    if (link == null) {
      throw new RecordingException(
          feed.name(),
          "frames of link type "
              + linkNumber
              + " (byte 20) are not read; capture on Ethernet, loopback or \"any\"");
    }
    feed.skip(HEADER_LENGTH);
    return new PcapReader(feed, magic, link);
  }

  @Override
  public @Nullable CapturedMessage next() throws RecordingException {
    while (!ended) {
      int captured = nextFrame();
      if (captured < 0) {
        ended = true;
        break;
      }
      byte[] bytes = feed.bytes();
      int frame = feed.at() + RECORD_HEADER_LENGTH;
      CapturedMessage message =
          frames.read(link, bytes, frame, frame + captured, magic.timeUs(bytes, feed.at()));
      feed.skip(RECORD_HEADER_LENGTH + captured);
      if (message != null) {
        return message;
      }
    }
    return null;
  }

  /** Brings the next record into the feed's window: bytes captured, or -1 at the end. */
  private int nextFrame() throws RecordingException {
    int width = feed.fill(RECORD_HEADER_LENGTH);
    if (width == 0) {
      return -1;
    }
    if (width < RECORD_HEADER_LENGTH) {
      return endsBadly("cut off at byte " + (feed.offset() + width));
    }
    long captured = magic.u32(feed.bytes(), feed.at() + 8);
    if (captured > LONGEST_FRAME) {
      return endsBadly(
          "damaged at byte " + (feed.offset() + 8) + " (a frame of " + captured + " bytes)");
    }
    width = feed.fill(RECORD_HEADER_LENGTH + (int) captured);
    if (width < RECORD_HEADER_LENGTH + captured) {
      return endsBadly("cut off at byte " + (feed.offset() + width));
    }
    return (int) captured;
  }

  private int endsBadly(String how) {
    long whole = frames.counts().frames();
    warning =
        feed.name()
            + ": "
            + how
            + ", in frame "
            + (whole + 1)
            + "; the "
            + whole
            + " before it were read";
    return -1;
  }

  @Override
  public RecordingCounts counts() {
    return frames.counts();
  }

  @Override
  public long position() {
    return feed.offset();
  }

  @Override
  public @Nullable String warning() {
    return warning;
  }

  @Override
  public void close() throws RecordingException {
    feed.close();
  }
}
