package org.sessionwatch.benchmarks.row;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.feed.CallFeed;
import org.sessionwatch.benchmarks.process.UdpSocket;

/**
 * How many of the feed's datagrams a socket with the daemon's buffer holds while nobody reads it.
 */
final class SocketBuffer {
  private static final int STRETCH = 16;
  private static final int MOST = 1 << 20;

  private SocketBuffer() {}

  static int holds() throws IOException {
    try (DatagramSocket deaf = new DatagramSocket((InetSocketAddress) null);
        DatagramChannel channel = DatagramChannel.open()) {
      deaf.setReceiveBufferSize(Bench.BUFFER_BYTES);
      deaf.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
      UdpSocket kernel = new UdpSocket(Path.of("/proc/net"), deaf.getLocalPort());
      channel.connect(deaf.getLocalSocketAddress());
      CallFeed feed = CallFeed.ofHep(0, 1_000);
      int sent = 0;
      while (kernel.drops() == 0 && sent < MOST) {
        for (int i = 0; i < STRETCH; i++, sent++) {
          feed.next();
          channel.write(ByteBuffer.wrap(feed.bytes(), 0, feed.length()));
        }
      }
      return sent - (int) kernel.drops();
    }
  }
}
