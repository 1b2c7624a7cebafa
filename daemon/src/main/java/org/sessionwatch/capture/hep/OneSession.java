package org.sessionwatch.capture.hep;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.session.IoSessionRecycler;
import org.jspecify.annotations.Nullable;

/**
 * One MINA session for all senders of a listener.
 *
 * <p>MINA makes a session for each address and port that sends, and keeps it for a minute; whoever
 * sends from many ports would take memory at will. HEP goes one way and each datagram stands for
 * itself, so a session has nothing to remember; who sent is noted beside the buffer.
 *
 * <p>MINA calls {@code recycle} for each datagram, on its I/O thread and just before it hands the
 * datagram on.
 */
final class OneSession implements IoSessionRecycler {
  private @Nullable IoSession session;

  @Override
  public synchronized void put(IoSession session) {
    this.session = session;
  }

  // MINA's own code takes null for "make a new one".
  @SuppressWarnings("NullAway")
  @Override
  public synchronized @Nullable IoSession recycle(SocketAddress remoteAddress, int localPort) {
    ReceiveThread.noteSender((InetSocketAddress) remoteAddress);
    return session;
  }

  @Override
  public synchronized void remove(IoSession session) {
    if (this.session == session) {
      this.session = null;
    }
  }
}
