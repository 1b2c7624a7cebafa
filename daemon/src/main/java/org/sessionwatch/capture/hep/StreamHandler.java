package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.ssl.SslEvent;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.capture.FeedLossSink;
import org.sessionwatch.config.ConnectionSettings;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections of one TCP or TLS listener.
 *
 * <p>MINA calls on one I/O thread, but with TLS also on those that work on a handshake; so there is
 * a lock, taken once for each piece that was read.
 */
final class StreamHandler extends IoHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);
  private static final long ERROR_INTERVAL_US = 60_000_000;

  /** A TLS handshake takes less. */
  private static final long LONGEST_HANDSHAKE_US = 30_000_000;

  private final Clock clock;
  private final Intake intake;
  private final FeedLossSink losses;
  private final ConnectionSettings limits;
  private final boolean secured;

  /** The oldest first. */
  private final Map<IoSession, Connection> connections = new LinkedHashMap<>();

  private boolean ending;
  private long nextErrorAtUs;

  /**
   * A handler for one listener.
   *
   * @param secured whether TLS comes before it
   */
  StreamHandler(
      Clock clock, Intake intake, FeedLossSink losses, ConnectionSettings limits, boolean secured) {
    this.clock = clock;
    this.intake = intake;
    this.losses = losses;
    this.limits = limits;
    this.secured = secured;
  }

  @Override
  public synchronized void sessionCreated(IoSession session) {
    long nowUs = clock.nowUs();
    InetAddress sender = senderOf(session);
    if (sender == null || !intake.admits(sender, nowUs) || !hasPlace(sender, nowUs)) {
      session.closeNow();
      return;
    }
    connections.put(session, new Connection(sender, intake, nowUs));
  }

  private static @Nullable InetAddress senderOf(IoSession session) {
    return session.getRemoteAddress() instanceof InetSocketAddress address
        ? address.getAddress()
        : null; // gone already
  }

  /** Whoever has shown nothing makes place for a newcomer, so that nobody locks the PBX out. */
  private boolean hasPlace(InetAddress newcomer, long nowUs) {
    if (connections.size() < limits.most()) {
      return true;
    }
    for (Map.Entry<IoSession, Connection> entry : connections.entrySet()) {
      if (!entry.getValue().isProven()) {
        close(entry.getKey(), entry.getValue(), HepFault.NOTHING_SAID, nowUs);
        return true;
      }
    }
    intake.fault(HepFault.TOO_MANY_CONNECTIONS, newcomer, null, nowUs);
    return false;
  }

  @Override
  public synchronized void messageReceived(IoSession session, Object message) {
    Connection connection = connections.get(session);
    if (connection == null) {
      return; // closed by us; what it still says is not heard
    }
    long nowUs = clock.nowUs();
    IoBuffer buffer = (IoBuffer) message;
    int from = buffer.arrayOffset() + buffer.position();
    if (!connection.take(buffer.array(), from, from + buffer.remaining(), nowUs)) {
      close(session, connection, HepFault.STREAM_UNREADABLE, nowUs);
    } else if (connection.isStalled(nowUs)) {
      close(session, connection, HepFault.STREAM_STALLED, nowUs);
    }
  }

  @Override
  public synchronized void sessionIdle(IoSession session, IdleStatus status) {
    Connection connection = connections.get(session);
    if (connection == null) {
      session.closeNow();
      return;
    }
    long nowUs = clock.nowUs();
    long idleUs = nowUs - connection.lastReadUs();
    if (connection.isStalled(nowUs)) {
      close(session, connection, HepFault.STREAM_STALLED, nowUs);
    } else if (secured && !connection.isSecured() && idleUs > LONGEST_HANDSHAKE_US) {
      intake.fault(HepFault.TLS_FAILED, connection.sender(), "it never began", nowUs);
      forget(session);
    } else if (idleUs > limits.idleTimeout().toNanos() / 1_000) {
      LOG.debug("Closing an idle connection from {}", connection.sender());
      forget(session);
    }
  }

  /** Closes a connection that brought something wrong, and tells what may be lost with it. */
  private void close(IoSession session, Connection connection, HepFault fault, long nowUs) {
    intake.fault(fault, connection.sender(), null, nowUs);
    forget(session);
    if (connection.source() != null) {
      tellLoss(connection, nowUs, 0);
    }
  }

  private void forget(IoSession session) {
    connections.remove(session);
    session.closeNow();
  }

  @Override
  public synchronized void sessionClosed(IoSession session) {
    Connection connection = connections.remove(session);
    if (connection == null || ending) {
      return;
    }
    long nowUs = clock.nowUs();
    if (secured && !connection.isSecured()) {
      intake.fault(HepFault.TLS_FAILED, connection.sender(), "closed before it was", nowUs);
    } else if (connection.isInside()) {
      intake.fault(HepFault.STREAM_CUT, connection.sender(), null, nowUs);
      tellLoss(connection, nowUs, 1);
    }
  }

  /** TLS has been agreed on, and the client's certificate, if one is asked for, is good. */
  @Override
  public synchronized void event(IoSession session, FilterEvent event) {
    Connection connection = connections.get(session);
    if (connection != null && event == SslEvent.SECURED) {
      connection.secure();
    }
  }

  private void tellLoss(Connection connection, long nowUs, long count) {
    losses.lost(
        new FeedLoss(
            connection.source(), FeedLoss.Cause.STREAM, connection.messageSinceUs(), nowUs, count));
  }

  /** A reset says that the agent, its host, or the network died; what was under way is lost. */
  @Override
  public synchronized void exceptionCaught(IoSession session, Throwable cause) {
    long nowUs = clock.nowUs();
    Connection connection = connections.get(session);
    if (cause instanceof SSLException && connection != null) {
      intake.fault(HepFault.TLS_FAILED, connection.sender(), oneLine(cause), nowUs);
      forget(session);
    } else if (cause instanceof IOException) {
      if (connection != null && connection.source() != null && !ending) {
        LOG.debug("A connection from {} broke: {}", connection.sender(), oneLine(cause));
        tellLoss(connection, nowUs, connection.isInside() ? 1 : 0);
      }
      forget(session);
    } else if (nowUs >= nextErrorAtUs) {
      nextErrorAtUs = nowUs + ERROR_INTERVAL_US;
      LOG.error("A fault of our own while reading a connection; listening goes on", cause);
    }
  }

  private static String oneLine(Throwable cause) {
    return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
  }

  /** From here on connections end because we end. */
  synchronized void end() {
    ending = true;
  }

  /** How many there are now. Any thread may ask. */
  synchronized int connections() {
    return connections.size();
  }
}
