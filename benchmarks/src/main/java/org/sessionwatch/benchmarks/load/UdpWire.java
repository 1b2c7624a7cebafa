package org.sessionwatch.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** One datagram for each message. */
final class UdpWire implements Wire {
  private final DatagramChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);

  UdpWire(InetSocketAddress to) throws IOException {
    channel = DatagramChannel.open();
    channel.connect(to);
  }

  @Override
  public void send(byte[] bytes, int length) throws IOException {
    out.clear().put(bytes, 0, length).flip();
    try {
      channel.write(out);
    } catch (PortUnreachableException e) {
      // It tells of an earlier datagram; this one was not sent.
      out.rewind();
      channel.write(out);
      throw new IOException("nobody listens there (UDP): " + channel.getRemoteAddress(), e);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
