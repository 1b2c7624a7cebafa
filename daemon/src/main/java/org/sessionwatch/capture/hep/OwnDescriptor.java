package org.sessionwatch.capture.hep;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;

/**
 * A descriptor of our own for the socket of a channel.
 *
 * <p>Java opens, binds and sets the socket, since it knows what to do where there is no IPv6 and
 * tells what is wrong; but it does not tell the number of its descriptor, short of its private
 * parts. The kernel does: of the descriptors of this process ({@code /proc/self/fd}) it is the one
 * of a UDP socket bound to the channel's address, of which there can be but one. It is duplicated,
 * so that no number is used here which Java has closed and given to another file meanwhile.
 *
 * <p>A process that Java starts inherits no such descriptor: Java closes them all there.
 */
final class OwnDescriptor {
  private static final File DESCRIPTORS = new File("/proc/self/fd");
  private static final int LENGTH_AT = NativeAddress.BYTES;

  private final int number;
  private boolean closed;

  private OwnDescriptor(int number) {
    this.number = number;
  }

  /**
   * Finds the channel's socket.
   *
   * @throws IOException when it is not found, or has been closed
   */
  static OwnDescriptor of(DatagramChannel channel) throws IOException {
    InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
    String[] names = DESCRIPTORS.list();
    for (String name : names == null ? new String[0] : names) {
      int number = Integer.parseInt(name);
      if (isSocket(number, bound)) {
        int own = CLibrary.dup(number);
        if (own >= 0 && isSocket(own, bound)) { // and not another's since
          return new OwnDescriptor(own);
        }
        CLibrary.close(own);
      }
    }
    throw new IOException("the kernel does not tell which descriptor the socket has");
  }

  private static boolean isSocket(int number, InetSocketAddress bound) {
    Memory answer = new Memory(NativeAddress.BYTES + 4);
    answer.clear();
    Pointer length = answer.share(LENGTH_AT);
    length.setInt(0, 4);
    if (CLibrary.getsockopt(number, CLibrary.SOL_SOCKET, CLibrary.SO_TYPE, answer, length) != 0
        || answer.getInt(0) != CLibrary.SOCK_DGRAM) {
      return false;
    }
    length.setInt(0, NativeAddress.BYTES);
    if (CLibrary.getsockname(number, answer, length) != 0) {
      return false;
    }
    ByteBuffer bytes = answer.getByteBuffer(0, NativeAddress.BYTES).order(ByteOrder.nativeOrder());
    return isAt(new NativeAddress(), bytes, bound);
  }

  private static boolean isAt(NativeAddress reader, ByteBuffer bytes, InetSocketAddress bound) {
    InetAddress address = reader.read(bytes, 0);
    InetAddress expected = bound.getAddress();
    return reader.port(bytes, 0) == bound.getPort()
        && (address.equals(expected)
            || (address.isAnyLocalAddress() && expected.isAnyLocalAddress()));
  }

  int number() {
    return number;
  }

  /**
   * Ends the wait of whoever receives from the socket, and all later ones. Any thread.
   *
   * <p>Closing a descriptor wakes nobody. shutdown(2) does, also where the socket has no peer: it
   * answers ENOTCONN then, but not before it has woken them (inet_shutdown in the kernel's
   * net/ipv4/af_inet.c).
   */
  synchronized void wake() {
    if (!closed) {
      CLibrary.shutdown(number, CLibrary.SHUT_RD);
    }
  }

  /** The socket is gone when the channel is closed, too. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      CLibrary.close(number);
    }
  }
}
