package org.sessionwatch.capture.replay;

import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mina.core.RuntimeIoException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.future.ConnectFuture;
import org.apache.mina.core.future.WriteFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioDatagramConnector;
import org.jspecify.annotations.Nullable;

/** Datagrams to one address, through MINA. */
final class HepSender implements Closeable {
  /** How long the last datagram's "port unreachable" may be on its way. */
  private static final long LATE_ANSWER_MS = 100;

  private static final long GLANCE_MS = 20;

  private final InetSocketAddress target;
  private final NioDatagramConnector connector = new NioDatagramConnector(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final IoSession session;

  /**
   * A sender to that address.
   *
   * @param whenBroken called, on MINA's thread, when nothing can be sent any more
   */
  HepSender(InetSocketAddress target, Runnable whenBroken) throws ReplayException {
    this.target = target;
    // MINA would log an error with it; the watcher ends the replay instead.
    connector.getSessionConfig().setCloseOnPortUnreachable(false);
    connector.setHandler(new Watcher(whenBroken));
    try {
      ConnectFuture connected = connector.connect(target).awaitUninterruptibly();
      session = connected.getSession();
    } catch (RuntimeIoException | IllegalArgumentException e) {
      connector.dispose();
      throw ReplayException.of(target, e.getCause() == null ? e : e.getCause());
    }
  }

  /**
   * Hands one datagram to the kernel.
   *
   * <p>MINA forgets a write whose socket fails, so waiting for it alone could last for ever.
   */
  void send(byte[] datagram) throws ReplayException {
    WriteFuture written = session.write(IoBuffer.wrap(datagram));
    boolean done = false;
    while (!done && !session.isClosing()) {
      done = written.awaitUninterruptibly(GLANCE_MS, TimeUnit.MILLISECONDS);
    }
    check();
  }

  /** Waits for what may yet come back. */
  void finish() throws ReplayException {
    session.getCloseFuture().awaitUninterruptibly(LATE_ANSWER_MS, TimeUnit.MILLISECONDS);
    check();
  }

  /** Throws when nothing can be sent any more. */
  void check() throws ReplayException {
    Throwable cause = failure.get();
    if (cause != null || session.isClosing()) {
      throw ReplayException.of(target, cause);
    }
  }

  @Override
  public void close() {
    session.closeNow().awaitUninterruptibly();
    connector.dispose(true);
  }

  private final class Watcher extends IoHandlerAdapter {
    private final Runnable whenBroken;

    Watcher(Runnable whenBroken) {
      this.whenBroken = whenBroken;
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
      failure.compareAndSet(null, cause);
      session.closeNow();
    }

    @Override
    public void sessionClosed(IoSession session) {
      whenBroken.run();
    }
  }
}
