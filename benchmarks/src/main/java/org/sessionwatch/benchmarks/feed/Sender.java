package org.sessionwatch.benchmarks.feed;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.sessionwatch.benchmarks.process.UdpSocket;

/**
 * Sends the feed to a port of this host, as a process of its own: {@code udp|tcp PORT SECONDS RATE
 * QUEUE FIRST_CALL CALLS_IN_PROGRESS}, with RATE in messages a second, 0 for as fast as it goes.
 * QUEUE is how many bytes may wait in the receiver's UDP socket before the sender waits, 0 for no
 * such limit: with a limit it finds the rate that the receiver can take without losing anything.
 * Prints one line: {@code sent MESSAGES calls BEGUN ended ENDED micros TIME}.
 */
public final class Sender {
  /** Messages between two looks at clock and queue. */
  private static final int STRETCH = 64;

  /** A paced sender that was not scheduled catches up, but in no larger burst than this. */
  private static final int LARGEST_BURST = 512;

  private Sender() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    boolean udp = arguments[0].equals("udp");
    int port = Integer.parseInt(arguments[1]);
    long nanos = (long) (Double.parseDouble(arguments[2]) * 1e9);
    double rate = Double.parseDouble(arguments[3]);
    long queue = Long.parseLong(arguments[4]);
    CallFeed feed = CallFeed.ofHep(Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6]));
    InetSocketAddress to = new InetSocketAddress("127.0.0.1", port);
    Run run = udp ? overUdp(to, feed, nanos, rate, queue) : overTcp(to, feed, nanos, rate);
    System.out.printf(
        "sent %d calls %d ended %d micros %d%n",
        run.messages, feed.begun(), feed.ended(), run.nanos / 1_000);
  }

  private record Run(long messages, long nanos) {}

  private static Run overUdp(
      InetSocketAddress to, CallFeed feed, long nanos, double rate, long queue) throws IOException {
    UdpSocket receiver = new UdpSocket(Path.of("/proc/net"), to.getPort());
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.connect(to);
      long start = System.nanoTime();
      long sent = 0;
      while (System.nanoTime() - start < nanos) {
        if (queue > 0 && receiver.waitingBytes() > queue) {
          LockSupport.parkNanos(200_000);
          continue;
        }
        long due = rate == 0 ? sent + STRETCH : (long) ((System.nanoTime() - start) * rate / 1e9);
        if (due <= sent) {
          LockSupport.parkNanos(100_000);
          continue;
        }
        long until = Math.min(due, sent + LARGEST_BURST);
        while (sent < until) {
          feed.next();
          buffer.clear().put(feed.bytes(), 0, feed.length()).flip();
          channel.write(buffer);
          sent++;
        }
      }
      return new Run(sent, System.nanoTime() - start);
    }
  }

  /** TCP holds the sender back by itself. */
  private static Run overTcp(InetSocketAddress to, CallFeed feed, long nanos, double rate)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);
    try (SocketChannel channel = SocketChannel.open()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, false);
      channel.connect(to);
      long start = System.nanoTime();
      long sent = 0;
      while (System.nanoTime() - start < nanos) {
        long due = rate == 0 ? sent + 128 : (long) ((System.nanoTime() - start) * rate / 1e9);
        if (due <= sent) {
          LockSupport.parkNanos(100_000);
          continue;
        }
        buffer.clear();
        while (sent < due && buffer.remaining() > 4_096) {
          feed.next();
          buffer.put(feed.bytes(), 0, feed.length());
          sent++;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      return new Run(sent, System.nanoTime() - start);
    }
  }
}
