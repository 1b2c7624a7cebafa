package org.sessionwatch.capture.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.capture.FeedLossSink;
import org.sessionwatch.capture.hep.CaptureCounters;
import org.sessionwatch.config.SilenceSettings;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second at what the listeners have heard, and tells which sources have fallen silent.
 * It costs the listeners nothing. While nothing is heard it looks every fifth second.
 *
 * <p>Itself it is told of the losses that others notice, so that a feed's status has them all.
 * {@link #lost} and {@link #feeds} may be called by any thread.
 */
public final class FeedWatch implements FeedLossSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedWatch.class);
  private static final long PERIOD_MS = 1_000;

  /** So many periods go by without a look while nothing is heard. */
  private static final int QUIET_PERIODS = 5;

  /** Whoever holds us up for so long holds up what we hear, too. */
  private static final long HELD_UP_US = 10_000_000;

  /** The listeners bound theirs; this bounds what is remembered of those beyond. */
  private static final int MOST_FEEDS = 8_192;

  /** A silence that goes on is told again, so that its end is known. */
  private static final long TELL_AGAIN_US = 10_000_000;

  private final SilenceSettings silence;
  private final Supplier<CaptureCounters> counters;
  private final Clock clock;
  private final FeedLossSink losses;
  private final ToLongFunction<CaptureSource> unreadable;
  private final Map<CaptureSource, Pauses> pauses = new HashMap<>();
  private final Map<CaptureSource, ClockAlarm> clocks = new HashMap<>();
  private final Map<CaptureSource, LongAdder> gaps = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer;
  private volatile List<FeedStatus> feeds = List.of();
  private long lastLookUs;
  private long toldAtUs;
  private long lastHeard;
  private int quietPeriods;

  /**
   * A watch; it begins with {@link #start}.
   *
   * @param counters what was heard until now
   * @param unreadable how many messages of a source, that came whole, are no SIP
   * @param losses is told of silence
   */
  public FeedWatch(
      SilenceSettings silence,
      Supplier<CaptureCounters> counters,
      ToLongFunction<CaptureSource> unreadable,
      Clock clock,
      FeedLossSink losses) {
    this.silence = silence;
    this.counters = counters;
    this.unreadable = unreadable;
    this.clock = clock;
    this.losses = losses;
    this.lastLookUs = clock.nowUs();
    this.toldAtUs = lastLookUs;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "feed-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes up what an earlier run learned of a feed: one that does not come back is missed. Before
   * {@link #start} only.
   */
  public void restore(FeedStatus feed) {
    Pauses known = new Pauses(silence, feed.firstHeardUs());
    known.restore(feed.firstHeardUs(), feed.lastHeardUs(), feed.longestPauseUs(), feed.silent());
    known.beginAt(lastLookUs);
    pauses.put(feed.source(), known);
  }

  /** {@link #restore} after the start; a feed that has been heard since is left as it is. */
  public void restoreLate(FeedStatus feed) {
    timer.execute(
        () -> {
          if (!pauses.containsKey(feed.source())) {
            restore(feed);
          }
        });
  }

  /**
   * Begins to look.
   *
   * @param heard cheaper to ask than the counters: another number each time that something came
   */
  public void start(LongSupplier heard) {
    timer.scheduleAtFixedRate(() -> lookSafely(heard), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private void lookSafely(LongSupplier heardUntilNow) {
    try {
      long heard = heardUntilNow.getAsLong();
      if (heard != lastHeard || ++quietPeriods >= QUIET_PERIODS) {
        quietPeriods = 0;
        lastHeard = heard;
        look();
      }
    } catch (RuntimeException e) {
      LOG.error("The feeds could not be looked at; please report this", e);
    }
  }

  /** One look. Called by the timer's thread, or by a test in its place. */
  void look() {
    long nowUs = clock.nowUs();
    if (nowUs - lastLookUs > HELD_UP_US) {
      pauses.values().forEach(known -> known.beginAt(nowUs));
    }
    lastLookUs = nowUs;
    boolean again = nowUs - toldAtUs >= TELL_AGAIN_US;
    CaptureCounters counted = counters.get();
    Map<CaptureSource, CaptureCounters.SourceCount> heard = heard(counted);
    heard.forEach((source, count) -> noteHeard(source, count));
    pauses.forEach((source, known) -> silence(source, known, nowUs, again));
    heard.forEach((source, count) -> clock(source, count));
    Map<CaptureSource, Long> broken = broken(counted);
    List<FeedStatus> all = new ArrayList<>();
    pauses.forEach(
        (source, known) ->
            all.add(status(source, known, heard.get(source), broken.getOrDefault(source, 0L))));
    feeds = List.copyOf(all);
    toldAtUs = again ? nowUs : toldAtUs;
  }

  private void clock(CaptureSource source, CaptureCounters.SourceCount count) {
    Long aheadUs = count.clockAheadUs();
    ClockAlarm alarm = clocks.computeIfAbsent(source, any -> new ClockAlarm());
    if (alarm.isToBeTold(aheadUs, count.lastMessageAtUs()) && aheadUs != null) {
      LOG.warn(
          "The clock of {} is {} {} ours: does either host keep its time by NTP? No deadline"
              + " follows that clock, but the PBX's own log and CDRs do",
          text(source),
          text(Math.abs(aheadUs)),
          aheadUs > 0 ? "ahead of" : "behind");
    }
  }

  /** Broken HEP by the first source that was heard of its address. */
  private Map<CaptureSource, Long> broken(CaptureCounters counted) {
    Map<String, CaptureSource> first = new HashMap<>();
    pauses.forEach(
        (source, known) ->
            first.merge(
                source.address(),
                source,
                (one, other) -> firstHeardUs(one) <= firstHeardUs(other) ? one : other));
    Map<CaptureSource, Long> broken = new HashMap<>();
    for (CaptureCounters.SourceCount count : counted.sources()) {
      CaptureSource source = first.get(count.source().address());
      if (source != null && count.malformed() > 0) {
        broken.merge(source, count.malformed(), Long::sum);
      }
    }
    return broken;
  }

  private long firstHeardUs(CaptureSource source) {
    Pauses known = pauses.get(source);
    return known == null ? Long.MAX_VALUE : known.firstHeardUs();
  }

  /** What each feed brought, at whichever listener. */
  private static Map<CaptureSource, CaptureCounters.SourceCount> heard(CaptureCounters counted) {
    Map<CaptureSource, CaptureCounters.SourceCount> heard = new HashMap<>();
    for (CaptureCounters.SourceCount count : counted.sources()) {
      if (count.messages() > 0 && !count.isOthers()) {
        heard.merge(count.source(), count, CaptureCounters.SourceCount::with);
      }
    }
    return heard;
  }

  private void noteHeard(CaptureSource source, CaptureCounters.SourceCount count) {
    Pauses known =
        pauses.computeIfAbsent(source, any -> new Pauses(silence, count.firstMessageAtUs()));
    if (known.heard(count.lastMessageAtUs())) {
      LOG.info("{} is heard again", text(source));
      long backUs = known.lastHeardUs();
      tellSilence(source, Math.min(toldAtUs, backUs), backUs);
    }
  }

  private void silence(CaptureSource source, Pauses known, long nowUs, boolean again) {
    if (known.isNewlySilent(nowUs)) {
      LOG.warn(
          "Nothing heard from {} for {}: does the PBX still mirror its SIP to us?",
          text(source),
          text(nowUs - known.sinceUs()));
      adder(source).increment();
      tellSilence(source, known.sinceUs(), nowUs);
    } else if (known.isSilent() && again) {
      tellSilence(source, known.sinceUs(), nowUs);
    }
  }

  private void tellSilence(CaptureSource source, long fromUs, long untilUs) {
    losses.lost(new FeedLoss(source, FeedLoss.Cause.SILENCE, fromUs, untilUs, 0));
  }

  /** Of a feed that has not come back since the start there is no count. */
  private FeedStatus status(
      CaptureSource source,
      Pauses known,
      CaptureCounters.@Nullable SourceCount count,
      long brokenHep) {
    LongAdder lost = gaps.get(source);
    return new FeedStatus(
        source,
        count == null ? 0 : count.messages(),
        count == null ? 0 : count.notSip(),
        count == null ? 0 : count.duplicates(),
        brokenHep + unreadable.applyAsLong(source),
        lost == null ? 0 : lost.sum(),
        count == null ? null : count.clockAheadUs(),
        known.firstHeardUs(),
        known.lastHeardUs(),
        known.longestUs(),
        known.isSilent());
  }

  /** How each feed was when it was last looked at. */
  public List<FeedStatus> feeds() {
    return feeds;
  }

  /** Counts a connection that broke. */
  @Override
  public void lost(FeedLoss loss) {
    CaptureSource source = loss.source();
    if (source != null && loss.cause() == FeedLoss.Cause.STREAM && gaps.size() < MOST_FEEDS) {
      adder(source).increment();
    }
  }

  private LongAdder adder(CaptureSource source) {
    return gaps.computeIfAbsent(source, any -> new LongAdder());
  }

  /** A feed for people who read a log. */
  public static String text(CaptureSource source) {
    String node = source.nodeName();
    return source.address()
        + (source.captureId() == 0 ? "" : ", capture id " + source.captureId())
        + (node == null ? "" : " (" + node + ")");
  }

  private static String text(long us) {
    Duration duration = Duration.ofSeconds(us / 1_000_000);
    return duration.toMinutes() >= 10 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
