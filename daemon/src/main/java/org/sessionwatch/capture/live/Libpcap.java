package org.sessionwatch.capture.live;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.List;

/**
 * The dozen functions of libpcap that a live capture needs, as pcap.h declares them (pcap(3PCAP)),
 * and two of the C library. Each is called as it stands; {@link PacketSocket} says what may be
 * called when.
 */
final class Libpcap {
  /** Debian's name, everybody else's, and that of systems with the development files. */
  private static final List<String> NAMES = List.of("libpcap.so.0.8", "libpcap.so.1", "pcap");

  /** Bytes that errors are written into, PCAP_ERRBUF_SIZE. */
  static final int ERROR_BYTES = 256;

  static final int NO_SUCH_DEVICE = -5;
  static final int PERMISSION_DENIED = -8;
  static final int INTERFACE_NOT_UP = -9;
  static final int PROMISCUOUS_DENIED = -11;

  private static boolean loaded;

  private Libpcap() {}

  /**
   * Loads the library, once.
   *
   * @throws LiveException when this host has none, or native code cannot be called
   */
  static synchronized void load() throws LiveException {
    if (loaded) {
      return;
    }
    UnsatisfiedLinkError last = new UnsatisfiedLinkError();
    for (String name : NAMES) {
      try {
        Native.register(Libpcap.class, NativeLibrary.getInstance(name));
        Native.register(CLibrary.class, NativeLibrary.getInstance("c"));
        loaded = true;
        return;
      } catch (UnsatisfiedLinkError e) {
        last = e;
      }
    }
    throw LiveException.noLibrary(last);
  }

  /** Of the C library, with Linux's numbers. */
  static final class CLibrary {
    static final int READABLE = 1;
    static final int SOL_PACKET = 263;
    static final int PACKET_IGNORE_OUTGOING = 23;

    private CLibrary() {}

    static native int poll(Pointer descriptors, int count, int timeoutMs);

    static native int setsockopt(int descriptor, int level, int option, Pointer value, int length);
  }

  static native Pointer pcap_create(String device, Pointer error);

  static native Pointer pcap_open_dead(int linkType, int snapLength);

  static native int pcap_set_snaplen(Pointer handle, int bytes);

  static native int pcap_set_promisc(Pointer handle, int promiscuous);

  static native int pcap_set_timeout(Pointer handle, int ms);

  static native int pcap_set_buffer_size(Pointer handle, int bytes);

  static native int pcap_activate(Pointer handle);

  static native int pcap_setnonblock(Pointer handle, int nonBlocking, Pointer error);

  static native int pcap_get_selectable_fd(Pointer handle);

  static native int pcap_datalink(Pointer handle);

  static native int pcap_compile(
      Pointer handle, Pointer program, String filter, int optimize, int netmask);

  static native int pcap_setfilter(Pointer handle, Pointer program);

  static native int pcap_offline_filter(Pointer program, Pointer header, Pointer packet);

  static native void pcap_freecode(Pointer program);

  static native int pcap_next_ex(Pointer handle, Pointer header, Pointer data);

  static native int pcap_stats(Pointer handle, Pointer statistics);

  static native String pcap_geterr(Pointer handle);

  static native void pcap_close(Pointer handle);
}
