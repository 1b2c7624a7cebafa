package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** One datagram by one blocking system call, as Java has it. */
final class SingleDatagrams implements Datagrams {
  private final DatagramChannel channel;

  /** Outside the heap: into any other, Java would receive by way of such a one. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(DatagramLoop.MOST_BYTES);

  private InetAddress sender = InetAddress.getLoopbackAddress();

  SingleDatagrams(DatagramChannel channel) {
    this.channel = channel;
  }

  @Override
  public int most() {
    return 1;
  }

  @Override
  public int receive() throws IOException {
    buffer.clear();
    InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
    if (from == null) {
      return 0;
    }
    buffer.flip();
    sender = from.getAddress();
    return 1;
  }

  @Override
  public InetAddress sender(int index) {
    return sender;
  }

  @Override
  public int read(int index, byte[] into) {
    int length = buffer.remaining();
    buffer.get(into, 0, length);
    return length;
  }

  @Override
  public void wake() {
    // Java does, where a channel is closed.
  }

  @Override
  public void close() {
    // The channel is its owner's.
  }
}
