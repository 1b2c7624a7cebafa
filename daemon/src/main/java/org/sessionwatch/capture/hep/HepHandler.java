package org.sessionwatch.capture.hep;

import java.net.InetAddress;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each datagram on MINA's I/O thread: stamps it and gives it to the intake. */
final class HepHandler extends IoHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);
  private static final long ERROR_INTERVAL_US = 60_000_000;

  private final Clock clock;
  private final Intake intake;
  private long nextErrorAtUs;

  HepHandler(Clock clock, Intake intake) {
    this.clock = clock;
    this.intake = intake;
  }

  @Override
  public void messageReceived(IoSession session, Object message) {
    long receivedAtUs = clock.nowUs();
    InetAddress sender = ReceiveThread.current().sender().getAddress();
    if (!intake.admits(sender, receivedAtUs)) {
      return;
    }
    IoBuffer buffer = (IoBuffer) message;
    int from = buffer.arrayOffset() + buffer.position();
    intake.take(buffer.array(), from, from + buffer.remaining(), sender, receivedAtUs);
  }

  @Override
  public void exceptionCaught(IoSession session, Throwable cause) {
    long nowUs = clock.nowUs();
    if (nowUs >= nextErrorAtUs) {
      nextErrorAtUs = nowUs + ERROR_INTERVAL_US;
      LOG.error("A fault of our own while taking a datagram; listening goes on", cause);
    }
  }
}
