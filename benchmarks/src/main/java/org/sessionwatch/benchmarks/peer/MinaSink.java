package org.sessionwatch.benchmarks.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioDatagramAcceptor;

/**
 * A bare MINA UDP sink: takes each datagram and counts it, in a JVM of its own. {@code PORT
 * BUFFER_BYTES}; prints {@code ready}, ends with its input, and prints how many it has heard.
 */
public final class MinaSink {
  private MinaSink() {}

  private static final class Counter extends IoHandlerAdapter {
    private volatile long heard;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // MINA's one thread alone writes it
    public void messageReceived(IoSession session, Object message) {
      heard++;
    }
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    Counter counter = new Counter();
    NioDatagramAcceptor acceptor = new NioDatagramAcceptor();
    acceptor.setHandler(counter);
    acceptor.getSessionConfig().setReceiveBufferSize(Integer.parseInt(arguments[1]));
    acceptor.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
    System.out.println("ready");
    System.in.transferTo(OutputStream.nullOutputStream());
    System.out.println("heard " + counter.heard);
    acceptor.dispose();
  }
}
