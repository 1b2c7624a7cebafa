package org.sessionwatch.pbx.probe;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.ProbeSettings;
import org.sessionwatch.config.ProbeSettings.Transport;
import org.sessionwatch.time.Clock;

/**
 * One OPTIONS transaction (RFC 3261 section 17.1.2): sends, sends again over UDP, and waits for a
 * final response.
 *
 * <p>Lives on the probes' thread; MINA's threads only hand over.
 */
final class ProbeAttempt implements ProbeWire.Peer {
  /** RFC 3261 table 4: the estimated round trip, and the longest wait between two copies. */
  private static final long T1_MS = 500;

  private static final long T2_MS = 4_000;

  private final ProbeSettings settings;
  private final Clock clock;
  private final ProbeThread thread;
  private final Outcome outcome;
  private final SipFraming framing = new SipFraming();
  private final List<Future<?>> timers = new ArrayList<>();
  private final long begunUs;
  private @Nullable OptionsRequest request;
  private @Nullable IoSession session;
  private long sentUs;
  private long againMs = T1_MS;
  private boolean over;

  /** What becomes of an attempt; exactly one of the first two is called. */
  interface Outcome {
    void answered(SipAnswer answer, long sentUs, long atUs);

    void unanswered(String problem, long sentUs);

    /** Something came that answers nothing. */
    void strange();
  }

  ProbeAttempt(ProbeSettings settings, Clock clock, ProbeThread thread, Outcome outcome) {
    this.settings = settings;
    this.clock = clock;
    this.thread = thread;
    this.outcome = outcome;
    this.begunUs = clock.nowUs();
    this.sentUs = begunUs;
  }

  /** Whether it came to its end. */
  boolean over() {
    return over;
  }

  /** Begins: the time that it may take runs from now, looking up the name included. */
  void begin(ProbeWire wire) {
    long timeoutMs = settings.timeout().toMillis();
    timers.add(
        thread.after(timeoutMs, () -> fail("no answer to OPTIONS within " + timeoutMs + " ms")));
    thread.resolve(
        settings,
        address -> {
          if (over) {
            return;
          }
          if (address == null) {
            fail("the name " + settings.host() + " cannot be resolved");
          } else {
            wire.connect(settings.transport(), address, timeoutMs, this);
          }
        });
  }

  @Override
  public void connected(IoSession opened) {
    thread.run(() -> sendFirst(opened));
  }

  private void sendFirst(IoSession opened) {
    session = opened;
    if (over) {
      opened.closeNow();
      return;
    }
    InetSocketAddress from = (InetSocketAddress) opened.getLocalAddress();
    request = OptionsRequest.make(settings, from);
    sentUs = clock.nowUs();
    send();
  }

  private void send() {
    OptionsRequest sending = request;
    IoSession to = session;
    if (over || sending == null || to == null) {
      return;
    }
    to.write(IoBuffer.wrap(sending.bytes()));
    if (settings.transport() == Transport.UDP) {
      timers.add(thread.after(againMs, this::send));
      againMs = Math.min(T2_MS, againMs * 2);
    }
  }

  @Override
  public void received(byte[] bytes) {
    long atUs = clock.nowUs();
    thread.run(() -> take(bytes, atUs));
  }

  private void take(byte[] bytes, long atUs) {
    if (settings.transport() == Transport.UDP) {
      look(bytes, atUs);
      return;
    }
    for (byte[] message : framing.take(bytes)) {
      look(message, atUs);
    }
    if (framing.broken()) {
      outcome.strange();
      fail("what it sends cannot be read as SIP");
    }
  }

  private void look(byte[] message, long atUs) {
    OptionsRequest asked = request;
    if (over || asked == null) {
      return;
    }
    SipAnswer answer = SipAnswer.read(message);
    if (answer == null || !answer.answers(asked)) {
      outcome.strange();
    } else if (answer.isProvisional()) {
      againMs = T2_MS;
    } else {
      end();
      outcome.answered(answer, sentUs, atUs);
    }
  }

  @Override
  public void failed(String problem) {
    thread.run(() -> fail(problem));
  }

  private void fail(String problem) {
    if (!over) {
      end();
      outcome.unanswered(problem, sentUs);
    }
  }

  /** Lets go of socket and timers. */
  void end() {
    over = true;
    timers.forEach(timer -> timer.cancel(false));
    if (session != null) {
      session.closeNow();
    }
  }
}
