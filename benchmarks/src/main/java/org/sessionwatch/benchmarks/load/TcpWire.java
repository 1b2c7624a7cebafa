package org.sessionwatch.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Message after message on one connection, many in a write. A slow reader makes it wait. */
final class TcpWire implements Wire {
  private final SocketChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);

  TcpWire(InetSocketAddress to) throws IOException {
    channel = SocketChannel.open(to);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  @Override
  public void send(byte[] bytes, int length) throws IOException {
    if (out.remaining() < length) {
      flush();
    }
    out.put(bytes, 0, length);
  }

  @Override
  public void flush() throws IOException {
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
  }

  @Override
  public void close() throws IOException {
    flush();
    channel.close();
  }
}
