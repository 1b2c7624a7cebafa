package org.sessionwatch.capture.replay;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.hep.HepEncoder;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.config.Secret;
import org.sessionwatch.time.Clock;

/**
 * Sends a recording's messages as HEP3 over UDP, in the recording's rhythm and with the time of
 * now.
 *
 * <p>A message keeps its addresses, its capture id and the name of its node; one that was recorded
 * as plain SIP has capture id 0. To be run once, on one thread; any thread may stop it.
 */
public final class HepReplay {
  /** The most that UDP carries over IPv4, and so near enough over IPv6. */
  private static final int LONGEST_DATAGRAM = 65_507;

  private final InetSocketAddress target;
  private final HepEncoder encoder;
  private final Clock clock;
  private final Pace pace;

  /**
   * A replay to one address.
   *
   * @param authKey the key that the target asks for; null for none
   */
  public HepReplay(InetSocketAddress target, @Nullable Secret authKey, Clock clock) {
    this.target = target;
    this.encoder = new HepEncoder(authKey);
    this.clock = clock;
    this.pace = new Pace(clock);
  }

  /** Told of each message, on the thread that runs. Must not block. */
  @FunctionalInterface
  public interface Progress {
    /**
     * One more message was sent.
     *
     * @param soFar the replay until now
     * @param position the message's time, from the recording's first message on
     */
    void sent(Outcome soFar, Duration position);
  }

  /**
   * What became of a recording.
   *
   * @param sent messages sent
   * @param skipped messages before the start
   * @param tooLong messages that no datagram can carry
   */
  public record Outcome(long sent, long skipped, long tooLong) {
    private Outcome oneSent() {
      return new Outcome(sent + 1, skipped, tooLong);
    }

    private Outcome oneTooLong() {
      return new Outcome(sent, skipped, tooLong + 1);
    }
  }

  /**
   * Sends the recording; returns when it has ended or {@link #stop} was called.
   *
   * @param start where in the recording to begin, from its first message on; what is before is not
   *     sent
   * @throws RecordingException when the recording cannot be read further
   * @throws ReplayException when the target cannot be sent to, or answers that nobody listens
   */
  public Outcome run(RecordingReader recording, Duration start, Progress progress)
      throws RecordingException, ReplayException {
    try (HepSender sender = new HepSender(target, pace::stop)) {
      Outcome outcome = run(recording, start, progress, sender);
      if (pace.isStopped()) {
        sender.check(); // it may have been stopped because nobody listens
      } else {
        sender.finish();
      }
      return outcome;
    }
  }

  private Outcome run(
      RecordingReader recording, Duration start, Progress progress, HepSender sender)
      throws RecordingException, ReplayException {
    CapturedMessage message = recording.next();
    if (message == null) {
      return new Outcome(0, 0, 0);
    }
    long firstUs = message.capturedAtUs();
    long beginUs = firstUs + start.toNanos() / 1_000;
    long skipped = 0;
    while (message != null && message.capturedAtUs() < beginUs) {
      skipped++;
      message = recording.next();
    }
    Outcome outcome = new Outcome(0, skipped, 0);
    long shiftUs = clock.nowUs() - beginUs;
    for (; message != null; message = recording.next()) {
      if (!pace.await(message.capturedAtUs() + shiftUs)) {
        break;
      }
      outcome = send(message, outcome, sender);
      progress.sent(outcome, Duration.ofNanos((message.capturedAtUs() - firstUs) * 1_000));
    }
    return outcome;
  }

  private Outcome send(CapturedMessage message, Outcome before, HepSender sender)
      throws ReplayException {
    byte @Nullable [] datagram = encoder.encode(message, clock.nowUs());
    if (datagram == null || datagram.length > LONGEST_DATAGRAM) {
      return before.oneTooLong();
    }
    sender.send(datagram);
    return before.oneSent();
  }

  /** Ends {@link #run} at once; nothing is sent after that. Any thread may call. */
  public void stop() {
    pace.stop();
  }
}
