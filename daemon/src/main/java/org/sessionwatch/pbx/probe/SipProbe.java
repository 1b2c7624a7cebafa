package org.sessionwatch.pbx.probe;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.ProbeSettings;
import org.sessionwatch.time.Clock;

/**
 * Asks each PBX by SIP OPTIONS, at its interval, whether it is up and what it supports. One thread
 * for all; thread-safe.
 */
public final class SipProbe implements AutoCloseable {
  private final ProbeListener listener;
  private final Clock clock;
  private final ProbeThread thread = new ProbeThread();
  private final ProbeWire wire = new ProbeWire();
  private final List<Target> targets;
  private final LongAdder strange = new LongAdder();

  /**
   * Asks nobody before {@link #start}.
   *
   * @param pbxs of these, those with a SIP address are asked
   * @param listener hears every result
   * @param clock the time of the results
   */
  public SipProbe(List<PbxSettings> pbxs, ProbeListener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
    this.targets = pbxs.stream().flatMap(this::target).toList();
  }

  private Stream<Target> target(PbxSettings pbx) {
    ProbeSettings settings = pbx.probe();
    return settings == null ? Stream.empty() : Stream.of(new Target(pbx.name(), settings));
  }

  /** Asks every PBX now, and from then on at its interval. */
  public void start() {
    targets.forEach(target -> thread.every(target.settings.interval(), target::ask));
  }

  /** Asks every PBX out of turn. */
  void askNow() {
    targets.forEach(target -> thread.run(target::ask));
  }

  /** The latest result of every PBX that was asked, in the order of the configuration. */
  public List<ProbeResult> results() {
    return targets.stream().map(target -> target.latest).filter(Objects::nonNull).toList();
  }

  /** Answers that answered nothing: of another request, or not SIP. */
  public long strangeAnswers() {
    return strange.sum();
  }

  /** Ends at once; the listener hears no more. */
  @Override
  public void close() {
    thread.close();
    wire.close();
  }

  /** One PBX. Lives on the probes' thread, but for {@code latest}. */
  private final class Target implements ProbeAttempt.Outcome {
    private final String pbx;
    private final ProbeSettings settings;
    private final ProbeLog log;
    private volatile @Nullable ProbeResult latest;
    private @Nullable ProbeAttempt attempt;
    private boolean toldStrange;

    Target(String pbx, ProbeSettings settings) {
      this.pbx = pbx;
      this.settings = settings;
      this.log = new ProbeLog(pbx, settings);
    }

    void ask() {
      if (attempt != null && !attempt.over()) {
        return; // its timeout is still to come
      }
      ProbeAttempt next = new ProbeAttempt(settings, clock, thread, this);
      attempt = next;
      next.begin(wire);
    }

    @Override
    public void answered(SipAnswer answer, long sentUs, long atUs) {
      tell(ProbeResult.answered(pbx, latest, answer, sentUs, atUs));
    }

    @Override
    public void unanswered(String problem, long sentUs) {
      tell(ProbeResult.unanswered(pbx, latest, problem, sentUs));
    }

    private void tell(ProbeResult now) {
      boolean changed = now.differsFrom(latest);
      latest = now;
      if (changed) {
        log.changed(now);
      }
      listener.probed(now, changed);
    }

    @Override
    public void strange() {
      strange.increment();
      if (!toldStrange) {
        toldStrange = true;
        log.strange();
      }
    }
  }
}
