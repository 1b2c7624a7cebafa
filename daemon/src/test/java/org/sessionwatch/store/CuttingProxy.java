package org.sessionwatch.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes connections on to a server, and cuts them in the middle of what the client sends: COPY
 * data is nearly all of it.
 */
final class CuttingProxy implements Closeable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();
  private final Random random;
  private volatile int cutsLeft;
  private final AtomicReference<@Nullable Runnable> inCopy = new AtomicReference<>();

  CuttingProxy(int target, long seed) throws IOException {
    this.target = target;
    this.random = new Random(seed);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Cuts so many connections from now on, each after some thousand bytes. */
  void cut(int times) {
    cutsLeft = times;
  }

  /** Has something done once, in the middle of what a client sends. */
  void inTheMiddleOfCopy(Runnable work) {
    inCopy.set(work);
  }

  int cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        thread(() -> pump(client, server, true));
        thread(() -> pump(server, client, false));
      } catch (IOException e) {
        // closed, or the server is away: the client is told by its connection's end
      }
    }
  }

  private void pump(Socket from, Socket to, boolean fromClient) {
    byte[] buffer = new byte[8_192];
    int left = 2_000 + nextInt(120_000);
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        left -= n;
        if (fromClient && left < 0 && takeCut()) {
          out.write(buffer, 0, n / 2);
          cuts.incrementAndGet();
          return;
        }
        out.write(buffer, 0, n);
        Runnable work = fromClient && left < 0 ? inCopy.getAndSet(null) : null;
        if (work != null) {
          work.run();
        }
      }
    } catch (IOException e) {
      // the other side is gone
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private synchronized boolean takeCut() {
    if (cutsLeft > 0) {
      cutsLeft--;
      return true;
    }
    return false;
  }

  private synchronized int nextInt(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
