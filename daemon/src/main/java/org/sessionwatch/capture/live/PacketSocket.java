package org.sessionwatch.capture.live;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.net.NetworkInterface;
import java.net.SocketException;
import org.sessionwatch.capture.pcap.LiveFrames;
import org.sessionwatch.config.LiveSettings;

/**
 * An interface opened through libpcap.
 *
 * <p>One thread uses it, from the opening to the close.
 */
final class PacketSocket implements AutoCloseable {
  /** The longest that a frame can be: network cards join TCP segments up to 64 KiB and more. */
  static final int LONGEST_FRAME = 262_144;

  /**
   * How long the kernel collects packets before it wakes us. Long enough that a busy port costs 20
   * wake-ups a second and not one for each packet; nobody notices a tenth of a second.
   */
  private static final int COLLECT_MS = 50;

  /** struct timeval; the two lengths follow it in struct pcap_pkthdr. */
  private static final int TIMEVAL_BYTES = 2 * NativeLong.SIZE;

  private static final int OPTIMIZE = 1;
  private static final int NO_NETMASK = 0xffff_ffff;

  private final LiveSettings settings;
  private final Pointer handle;
  private final int linkType;
  private final Memory next = new Memory(16);
  private final Pointer nextData = next.share(8);
  private final Memory statistics = new Memory(12);
  private final Memory pollDescriptor = new Memory(8);
  private long stampUs;

  private PacketSocket(LiveSettings settings, Pointer handle) throws LiveException {
    this.settings = settings;
    this.handle = handle;
    set(Libpcap.pcap_set_snaplen(handle, LONGEST_FRAME));
    set(Libpcap.pcap_set_promisc(handle, settings.promiscuous() ? 1 : 0));
    set(Libpcap.pcap_set_timeout(handle, COLLECT_MS));
    set(Libpcap.pcap_set_buffer_size(handle, settings.bufferBytes()));
    int status = Libpcap.pcap_activate(handle);
    if (status < 0) {
      throw LiveException.notActivated(settings, status, Libpcap.pcap_geterr(handle));
    }
    linkType = Libpcap.pcap_datalink(handle);
    if (!LiveFrames.canRead(linkType)) {
      throw LiveException.linkType(settings, linkType);
    }
    int descriptor = Libpcap.pcap_get_selectable_fd(handle);
    if (isLoopback(settings.device())) {
      ignoreOutgoing(descriptor);
    }
    filter();
    Memory error = new Memory(Libpcap.ERROR_BYTES);
    if (Libpcap.pcap_setnonblock(handle, 1, error) != 0) {
      throw LiveException.of(settings, error.getString(0));
    }
    pollDescriptor.setInt(0, descriptor);
    pollDescriptor.setShort(4, (short) Libpcap.CLibrary.READABLE);
  }

  /**
   * Opens the interface.
   *
   * @throws LiveException when there is none, or it may not be looked at
   */
  static PacketSocket open(LiveSettings settings) throws LiveException {
    Libpcap.load();
    Memory error = new Memory(Libpcap.ERROR_BYTES);
    Pointer handle = Libpcap.pcap_create(settings.device(), error);
    if (handle == null) {
      throw LiveException.of(settings, error.getString(0));
    }
    try {
      return new PacketSocket(settings, handle);
    } catch (LiveException | RuntimeException e) {
      Libpcap.pcap_close(handle);
      throw e;
    }
  }

  private void set(int status) throws LiveException {
    if (status != 0) {
      throw LiveException.of(settings, "libpcap's status " + status);
    }
  }

  private void filter() throws LiveException {
    String own = settings.filter();
    String text = own == null ? PortFilter.text(settings.ports(), linkType) : own;
    Memory program = new Memory(16);
    if (Libpcap.pcap_compile(handle, program, text, OPTIMIZE, NO_NETMASK) != 0) {
      throw LiveException.filter(settings, text, Libpcap.pcap_geterr(handle));
    }
    int status = Libpcap.pcap_setfilter(handle, program);
    Libpcap.pcap_freecode(program);
    if (status != 0) {
      throw LiveException.filter(settings, text, Libpcap.pcap_geterr(handle));
    }
  }

  /**
   * On loopback the kernel shows a packet when it leaves and when it comes in. libpcap passes the
   * first over, but only after it took room in the kernel's buffer, or was counted as dropped. The
   * filter's word "inbound" would be no help: libpcap looks for what came before the filter was set
   * by a filter of its own, which does not know it, and loses more than that. A kernel older than
   * 4.20 refuses, and everything is heard all the same, with half the room.
   */
  private void ignoreOutgoing(int descriptor) {
    Memory yes = new Memory(4);
    yes.setInt(0, 1);
    Libpcap.CLibrary.setsockopt(
        descriptor, Libpcap.CLibrary.SOL_PACKET, Libpcap.CLibrary.PACKET_IGNORE_OUTGOING, yes, 4);
  }

  private static boolean isLoopback(String device) {
    try {
      NetworkInterface found = NetworkInterface.getByName(device);
      return found != null && found.isLoopback();
    } catch (SocketException e) {
      return false; // heard all the same, with less room
    }
  }

  /** What stands before each frame's IP header, by libpcap's numbers. */
  int linkType() {
    return linkType;
  }

  /**
   * Takes the next frame, if one has come.
   *
   * @param into of {@link #LONGEST_FRAME} bytes at least
   * @return how many bytes it has; 0 when there is none
   * @throws LiveException when the interface is gone
   */
  int next(byte[] into) throws LiveException {
    int status = Libpcap.pcap_next_ex(handle, next, nextData);
    if (status == 0) {
      return 0;
    }
    if (status < 0) {
      throw LiveException.of(settings, Libpcap.pcap_geterr(handle));
    }
    Pointer header = next.getPointer(0);
    stampUs = header.getNativeLong(0).longValue() * 1_000_000;
    stampUs += header.getNativeLong(NativeLong.SIZE).longValue();
    int captured = header.getInt(TIMEVAL_BYTES);
    int length = Math.min(captured, into.length);
    nextData.getPointer(0).read(0, into, 0, length);
    return length;
  }

  /** When the kernel saw the frame that was last taken, microseconds by the host's clock. */
  long stampUs() {
    return stampUs;
  }

  /** Waits until a frame has come, or so long. */
  void await(int atMostMs) {
    Libpcap.CLibrary.poll(pollDescriptor, 1, atMostMs);
  }

  /**
   * Packets that passed the filter and were dropped for want of room in the kernel's buffer, since
   * the opening.
   */
  long dropped() {
    if (Libpcap.pcap_stats(handle, statistics) != 0) {
      return 0;
    }
    return Integer.toUnsignedLong(statistics.getInt(4));
  }

  @Override
  public void close() {
    Libpcap.pcap_close(handle);
  }
}
