package org.sessionwatch.capture.hep;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.buffer.SimpleBufferAllocator;

/**
 * MINA's I/O thread of one TCP listener, with the one buffer that it reads into.
 *
 * <p>MINA allocates, and clears, a buffer for each read, of the size that a read may have. Since
 * what was read is decoded before the next read, one buffer a thread is enough.
 */
final class ReceiveThread extends Thread {
  private static final Allocator ALLOCATOR = new Allocator();

  /** Some hundred messages. */
  static final int BUFFER_BYTES = 1 << 16;

  private final IoBuffer buffer = ALLOCATOR.ofItsOwn(BUFFER_BYTES);

  ReceiveThread(Runnable work, String name) {
    super(work, name);
    setDaemon(true);
  }

  /** Lets MINA, in this whole process, take the buffer of the thread where it is one of these. */
  static void lendBuffersToMina() {
    IoBuffer.setAllocator(ALLOCATOR);
  }

  /**
   * MINA's usual allocator, but for the read buffers of these threads. A subclass, since each
   * buffer that MINA makes sets the allocator of the whole process back to the one that it came
   * from (AbstractIoBuffer's constructor, seen in 2.2.10).
   */
  private static final class Allocator extends SimpleBufferAllocator {
    @Override
    public IoBuffer allocate(int capacity, boolean direct) {
      if (capacity == BUFFER_BYTES && Thread.currentThread() instanceof ReceiveThread thread) {
        return thread.buffer.clear();
      }
      return super.allocate(capacity, direct);
    }

    IoBuffer ofItsOwn(int capacity) {
      return super.allocate(capacity, false);
    }
  }
}
