package org.sessionwatch.capture.hep;

import java.net.InetAddress;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.config.Secret;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each datagram on MINA's I/O thread: stamps, decodes, counts and hands it on. */
final class HepHandler extends IoHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);
  private static final long ERROR_INTERVAL_US = 60_000_000;

  private final Clock clock;
  private final CaptureSink sink;
  private final HepDecoder decoder;
  private final SourceTable sources = new SourceTable();
  private long nextErrorAtUs;

  HepHandler(@Nullable Secret authKey, Clock clock, CaptureSink sink) {
    this.clock = clock;
    this.sink = sink;
    this.decoder = new HepDecoder(authKey);
  }

  SourceTable sources() {
    return sources;
  }

  @Override
  public void messageReceived(IoSession session, Object message) {
    long receivedAtUs = clock.nowUs();
    InetAddress sender = ReceiveThread.current().sender().getAddress();
    IoBuffer buffer = (IoBuffer) message;
    int from = buffer.arrayOffset() + buffer.position();
    int length = buffer.remaining();
    decoder
        .decode(buffer.array(), from, from + length, receivedAtUs)
        .handTo(new Datagram(sender, length, receivedAtUs));
  }

  @Override
  public void exceptionCaught(IoSession session, Throwable cause) {
    long nowUs = clock.nowUs();
    if (nowUs >= nextErrorAtUs) {
      nextErrorAtUs = nowUs + ERROR_INTERVAL_US;
      LOG.error("A fault of our own while taking a datagram; listening goes on", cause);
    }
  }

  /** What is known of a datagram beside its bytes. */
  private final class Datagram implements HepDatagram.Taker {
    private final InetAddress sender;
    private final int length;
    private final long receivedAtUs;

    Datagram(InetAddress sender, int length, long receivedAtUs) {
      this.sender = sender;
      this.length = length;
      this.receivedAtUs = receivedAtUs;
    }

    @Override
    public void takeSip(HepDatagram.Sip sip) {
      SourceCounter counter = sources.of(sender, sip.captureId());
      CaptureSource source = sources.sourceOf(counter, sender, sip.captureId(), sip.nodeName());
      counter.message(receivedAtUs);
      sink.accept(
          new CapturedMessage(
              source, sip.capturedAtUs(), receivedAtUs, sip.from(), sip.to(), sip.sip()));
    }

    @Override
    public void takeNotSip(HepDatagram.NotSip notSip) {
      sources.of(sender, notSip.captureId()).notSip();
    }

    @Override
    public void takeFaulty(HepDatagram.Faulty faulty) {
      sources.of(sender, 0).fault(faulty, length, sender.getHostAddress(), receivedAtUs);
    }
  }
}
