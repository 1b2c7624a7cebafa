package org.sessionwatch.capture.pcap;

import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingException;

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
public final class PcapReader extends CaptureFileReader {
  private static final int HEADER_LENGTH = 24;
  private static final int RECORD_HEADER_LENGTH = 16;

  private final PcapMagic magic;
  private final LinkType link;

  private PcapReader(ByteFeed feed, PcapMagic magic, LinkType link) {
    super(feed);
    this.magic = magic;
    this.link = link;
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
  boolean readOn() throws RecordingException {
    int width = feed.fill(RECORD_HEADER_LENGTH);
    if (width == 0) {
      return false;
    }
    if (width < RECORD_HEADER_LENGTH) {
      return isCutOff(width);
    }
    long captured = magic.u32(feed.bytes(), feed.at() + 8);
    if (captured > LONGEST_FRAME) {
      return endsBadly(
          "damaged at byte " + (feed.offset() + 8) + " (a frame of " + captured + " bytes)");
    }
    int length = RECORD_HEADER_LENGTH + (int) captured;
    width = feed.fill(length);
    if (width < length) {
      return isCutOff(width);
    }
    int record = feed.at();
    long timeUs = magic.timeUs(feed.bytes(), record);
    frames.read(link, feed.bytes(), record + RECORD_HEADER_LENGTH, record + length, timeUs);
    feed.skip(length);
    return true;
  }
}
