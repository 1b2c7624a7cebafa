package org.sessionwatch.capture.pcap;

import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingException;

/**
 * Reads pcapng files (draft-ietf-opsawg-pcapng).
 *
 * <pre>
 * block: type u32, length of all u32, content padded to 4 bytes, length of all u32
 * </pre>
 *
 * In the byte order of the section that the block is in. Blocks that hold neither packets nor what
 * is needed to read them are passed over.
 */
public final class PcapngReader extends CaptureFileReader {
  /** The type of the block that begins a section, the same in both byte orders. */
  private static final int SECTION = 0x0a0d0d0a;

  private static final int INTERFACE = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int PACKET = 6;

  private static final int BLOCK_HEADER_LENGTH = 8;
  private static final int BLOCK_FRAME_LENGTH = 12;
  private static final int SHORTEST_SECTION = 28;

  /** Of those blocks that have to be in memory at once. */
  private static final int LONGEST_BLOCK = LONGEST_FRAME + (1 << 16);

  private static final int MOST_INTERFACES = 1 << 16;

  private PcapngOrder order;
  private final List<PcapngInterface> interfaces = new ArrayList<>();
  private long lastTimeUs;
  private long toPassOver;
  private long untimed;
  private long unread;
  private int unreadLink;

  private PcapngReader(ByteFeed feed, PcapngOrder order) {
    super(feed);
    this.order = order;
  }

  /**
   * Whether a recording with these first four bytes is pcapng.
   *
   * @param magicNumber the bytes, read in network byte order
   */
  public static boolean recognises(int magicNumber) {
    return magicNumber == SECTION;
  }

  /**
   * Reads the file's first block. The reader closes the feed.
   *
   * @throws RecordingException when it is not pcapng, or cut off
   */
  public static PcapngReader open(ByteFeed feed) throws RecordingException {
    int width = feed.fill(SHORTEST_SECTION);
    if (width < SHORTEST_SECTION) {
      throw new RecordingException(
          feed.name(), "cut off at byte " + width + ", inside the header of the capture file");
    }
    PcapngOrder order = PcapngOrder.at(feed.bytes(), feed.at() + BLOCK_HEADER_LENGTH);
    if (order == null) {
      throw new RecordingException(feed.name(), "not a pcapng file (byte 8)");
    }
    return new PcapngReader(feed, order);
  }

  @Override
  boolean readOn() throws RecordingException {
    if (toPassOver > 0) {
      return passOver();
    }
    int width = feed.fill(BLOCK_FRAME_LENGTH);
    if (width == 0) {
      return false;
    }
    if (width < BLOCK_FRAME_LENGTH) {
      return isCutOff(width);
    }
    int type = (int) order.u32(feed.bytes(), feed.at());
    if (type == SECTION && !beginSection()) {
      return isDamaged(8, "no byte order");
    }
    long length = order.u32(feed.bytes(), feed.at() + 4);
    if (length < BLOCK_FRAME_LENGTH || length % 4 != 0) {
      return isDamaged(4, "a block of " + length + " bytes");
    }
    return switch (type) {
      case INTERFACE, OLD_PACKET, SIMPLE_PACKET, PACKET -> block(type, length);
      default -> {
        toPassOver = length;
        yield true;
      }
    };
  }

  /** False when the section does not tell its byte order. */
  private boolean beginSection() {
    PcapngOrder next = PcapngOrder.at(feed.bytes(), feed.at() + BLOCK_HEADER_LENGTH);
    if (next != null) {
      order = next;
      interfaces.clear();
    }
    return next != null;
  }

  private boolean isDamaged(int at, String how) {
    return endsBadly("damaged at byte " + (feed.offset() + at) + " (" + how + ")");
  }

  /** Blocks of other types may be of any length. */
  private boolean passOver() throws RecordingException {
    int step = (int) Math.min(toPassOver, LONGEST_FRAME);
    int width = feed.fill(step);
    if (width < step) {
      return isCutOff(width);
    }
    feed.skip(step);
    toPassOver -= step;
    return true;
  }

  private boolean block(int type, long length) throws RecordingException {
    if (length > LONGEST_BLOCK) {
      return isDamaged(4, "a block of " + length + " bytes");
    }
    int width = feed.fill((int) length);
    if (width < length) {
      return isCutOff(width);
    }
    int at = feed.at();
    int end = at + (int) length - 4;
    if (order.u32(feed.bytes(), end) != length) {
      return isDamaged((int) length - 4, "a block whose two lengths differ");
    }
    boolean sound =
        type == INTERFACE
            ? readInterface(at + BLOCK_HEADER_LENGTH, end)
            : readPacket(type, at + BLOCK_HEADER_LENGTH, end);
    if (sound) {
      feed.skip((int) length);
    }
    return sound;
  }

  private boolean readInterface(int at, int end) {
    if (end - at < PcapngInterface.SHORTEST || interfaces.size() == MOST_INTERFACES) {
      return isDamaged(4, "an interface too short, or too many");
    }
    interfaces.add(PcapngInterface.read(order, feed.bytes(), at, end));
    return true;
  }

  private boolean readPacket(int type, int at, int end) {
    byte[] bytes = feed.bytes();
    int header = type == SIMPLE_PACKET ? 4 : 20;
    if (end - at < header) {
      return isDamaged(4, "a packet block too short");
    }
    long number = interfaceNumber(type, bytes, at);
    if (number >= interfaces.size()) {
      return isDamaged(8, "a packet of interface " + number + ", which is not described");
    }
    PcapngInterface captured = interfaces.get((int) number);
    int room = end - at - header;
    long length;
    if (type == SIMPLE_PACKET) {
      length = Math.min(Math.min(order.u32(bytes, at), captured.longest()), room);
      untimed++;
    } else {
      length = order.u32(bytes, at + 12);
      lastTimeUs = captured.timeUs(order.u32(bytes, at + 4), order.u32(bytes, at + 8));
    }
    if (length > Math.min(room, LONGEST_FRAME)) {
      return isDamaged(20, "a frame of " + length + " bytes");
    }
    frame(captured, bytes, at + header, (int) length);
    return true;
  }

  private long interfaceNumber(int type, byte[] bytes, int at) {
    return switch (type) {
      case PACKET -> order.u32(bytes, at);
      case OLD_PACKET -> order.u16(bytes, at);
      default -> 0; // a simple packet is of the first interface
    };
  }

  private void frame(PcapngInterface captured, byte[] bytes, int at, int length) {
    LinkType link = captured.link();
    if (link == null) {
      unread++;
      unreadLink = captured.linkNumber();
      frames.passOver();
    } else {
      frames.read(link, bytes, at, at + length, lastTimeUs);
    }
  }

  @Override
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (unread > 0) {
      remarks.add(
          "frames of link type %d that were not read: %d; capture on Ethernet, loopback or \"any\""
              .formatted(unreadLink, unread));
    }
    if (untimed > 0) {
      remarks.add("frames without a time, which were given that of the frame before: " + untimed);
    }
    return remarks;
  }
}
