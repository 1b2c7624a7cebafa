package org.sessionwatch.capture.hep;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.IoBufferAllocator;
import org.apache.mina.core.buffer.SimpleBufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * MINA's I/O thread of one listener, with the one buffer that it receives into and the sender of
 * what lies in it.
 *
 * <p>For each datagram MINA allocates a read buffer and cuts off what does not fit. A datagram can
 * have 64 KiB, and clearing that much memory for each of some ten thousand datagrams a second costs
 * more than reading them. Since a datagram is decoded before the next one is received, one buffer a
 * thread is enough.
 */
final class ReceiveThread extends Thread {
  /** More than any UDP datagram can carry (65,527 bytes, over IPv6). */
  static final int BUFFER_BYTES = 1 << 16;

  private final IoBuffer buffer = new SimpleBufferAllocator().allocate(BUFFER_BYTES, false);
  private @Nullable InetSocketAddress sender;

  ReceiveThread(Runnable work, String name) {
    super(work, name);
    setDaemon(true);
  }

  /** Lets MINA, in this whole process, take the buffer of the thread where it is one of these. */
  static void lendBuffersToMina() {
    IoBuffer.setAllocator(new Allocator());
  }

  /** The thread that calls; to be called on such a thread alone. */
  static ReceiveThread current() {
    return (ReceiveThread) Thread.currentThread();
  }

  /** Notes who sent what lies in the buffer, where the thread that calls is one of these. */
  static void noteSender(InetSocketAddress sender) {
    if (Thread.currentThread() instanceof ReceiveThread thread) {
      thread.sender = sender;
    }
  }

  /** Who sent what lies in the buffer. */
  InetSocketAddress sender() {
    if (sender == null) {
      throw new IllegalStateException("nothing received yet");
    }
    return sender;
  }

  /** MINA's usual allocator, but for the read buffers of these threads. */
  private static final class Allocator implements IoBufferAllocator {
    private final SimpleBufferAllocator usual = new SimpleBufferAllocator();

    @Override
    public IoBuffer allocate(int capacity, boolean direct) {
      if (capacity == BUFFER_BYTES && Thread.currentThread() instanceof ReceiveThread thread) {
        return thread.buffer.clear();
      }
      return usual.allocate(capacity, direct);
    }

    @Override
    public ByteBuffer allocateNioBuffer(int capacity, boolean direct) {
      return usual.allocateNioBuffer(capacity, direct);
    }

    @Override
    public IoBuffer wrap(ByteBuffer nioBuffer) {
      return usual.wrap(nioBuffer);
    }

    @Override
    public void dispose() {
      usual.dispose();
    }
  }
}
