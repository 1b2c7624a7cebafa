package org.sessionwatch.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.capture.FeedLossSink;
import org.sessionwatch.config.SessionSettings;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.session.EngineLimits;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.ExpectedTimer;
import org.sessionwatch.session.FeedGap;
import org.sessionwatch.session.GapCause;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.session.Presence;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.Malformed;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScan;
import org.sessionwatch.sip.SipScanner;
import org.sessionwatch.time.Clock;

/**
 * The way of the data on one screen: captured message -> SIP scan -> shard by Call-ID -> engine ->
 * effects. What the PBX tells joins at the shards, as does what the feeds lost.
 *
 * <p>Thread-safe; effects are told on the shards' threads, those of one call always on the same.
 */
public final class Pipeline implements CaptureSink, FeedLossSink {
  /** Sources are few; a sender that makes some up must not fill the memory. */
  private static final int MOST_SOURCES = 8_192;

  private final List<Shard> shards = new ArrayList<>();
  private final PbxNames names;
  private final Clock clock;
  private final LongAdder messages = new LongAdder();
  private final LongAdder malformed = new LongAdder();
  private final Map<CaptureSource, LongAdder> malformedOf = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder registrations = new LongAdder();
  private boolean started;

  /** A pipeline without a PBX to ask. */
  public Pipeline(SessionSettings settings, PbxNames names, EffectSink effects, Clock clock) {
    this(settings, names, effects, clock, Presence.UNKNOWN);
  }

  /**
   * A pipeline; it begins with {@link #start}.
   *
   * @param presence is asked whether a call is up before an alert about a refresh that did not come
   *     is called confirmed
   */
  public Pipeline(
      SessionSettings settings,
      PbxNames names,
      EffectSink effects,
      Clock clock,
      Presence presence) {
    this.names = names;
    this.clock = clock;
    int count = settings.shards();
    EngineLimits limits = EngineLimits.of(Runtime.getRuntime().maxMemory() / count);
    EngineSettings engine = EngineSettings.withTolerance(settings.tolerance()).within(limits);
    for (int i = 0; i < count; i++) {
      shards.add(new Shard(i, count, new SessionEngine(engine, effects, presence), effects, clock));
    }
  }

  @Override
  public void accept(CapturedMessage captured) {
    Input.Heard heard = scan(captured);
    if (heard != null) {
      hear(shard(heard.message().callId()), List.of(heard));
    }
  }

  /** Each shard gets what is its own at once: one lock and one wake-up for all of it. */
  @Override
  public void acceptAll(List<CapturedMessage> together) {
    Batch batch = new Batch(together.size());
    try {
      batch.acceptAll(together);
    } finally {
      batch.handOn();
    }
  }

  /** What came at once, by the shard that it is for. */
  private final class Batch implements CaptureSink {
    private final List<List<Input.Heard>> byShard = new ArrayList<>(shards.size());

    private Batch(int most) {
      shards.forEach(shard -> byShard.add(new ArrayList<>(most)));
    }

    @Override
    public void accept(CapturedMessage captured) {
      Input.Heard heard = scan(captured);
      if (heard != null) {
        byShard.get(number(heard.message().callId())).add(heard);
      }
    }

    private void handOn() {
      for (int i = 0; i < byShard.size(); i++) {
        hear(shards.get(i), byShard.get(i));
      }
    }
  }

  /** What of the message concerns a shard; null for what ends here, counted. */
  private Input.@Nullable Heard scan(CapturedMessage captured) {
    SipScan scan = SipScanner.scan(captured.sip());
    if (scan instanceof SipMessage message) {
      messages.increment();
      if (message.isRegistration()) {
        registrations.increment();
        return null;
      }
      String pbx = names.of(captured);
      return new Input.Heard(message, pbx, captured.from(), captured.to(), captured.receivedAtUs());
    }
    if (scan instanceof Malformed bad && bad.reason() != Malformed.Reason.KEEP_ALIVE) {
      malformed.increment();
      if (malformedOf.size() < MOST_SOURCES) {
        malformedOf.computeIfAbsent(captured.source(), source -> new LongAdder()).increment();
      }
    }
    return null;
  }

  /** Messages that find no place in their shard's queue become a gap of their calls and PBXs. */
  private void hear(Shard shard, List<Input.Heard> heard) {
    int lost = heard.isEmpty() ? 0 : shard.hear(heard);
    if (lost > 0) {
      dropped.add(lost);
    }
  }

  /** How many messages of this source are no SIP. */
  public long malformed(CaptureSource source) {
    LongAdder count = malformedOf.get(source);
    return count == null ? 0 : count.sum();
  }

  /** The PBX's names for the leg with this Call-ID. */
  public void linked(String pbx, String callId, Channel channel) {
    offer(callId, new Input.Linked(callId, pbx, channel, clock.nowUs()));
  }

  /** The PBX hung up a channel. */
  public void hungUp(String callId, String channelName, Hangup hangup, long atUs) {
    offer(callId, new Input.HungUp(callId, channelName, hangup, atUs));
  }

  /** The PBX's setting says that the call of this channel has a session timer. */
  public void expectsTimer(String callId, String channelName, ExpectedTimer expected) {
    offer(callId, new Input.TimerExpected(callId, channelName, expected, clock.nowUs()));
  }

  /** The PBX listed all its channels. Before the start this comes before anything else. */
  public synchronized void listed(@Nullable String pbx, Set<String> uniqueids) {
    Input input = new Input.Listed(pbx, uniqueids, clock.nowUs());
    for (Shard shard : shards) {
      if (started) {
        shard.offer(input);
      } else {
        shard.first(input);
      }
    }
  }

  /**
   * What a feed lost concerns all shards; the first one alerts of it. A loss of which it is not
   * known which feed's it is, is every PBX's.
   */
  @Override
  public void lost(FeedLoss loss) {
    String pbx = loss.source() == null ? null : names.ofAll(loss.source());
    FeedGap gap =
        new FeedGap(pbx, cause(loss.cause()), loss.fromUs(), loss.untilUs(), loss.count());
    shards.forEach(shard -> shard.gap(gap));
    Shard first = shards.get(0);
    if (pbx == null) {
      names.known().forEach(name -> first.tellGap(name, gap));
    } else {
      first.tellGap(pbx, gap);
    }
  }

  private static GapCause cause(FeedLoss.Cause cause) {
    return switch (cause) {
      case SOCKET -> GapCause.SOCKET;
      case QUEUE -> GapCause.QUEUE;
      case SILENCE -> GapCause.SILENCE;
      case STREAM -> GapCause.STREAM;
    };
  }

  private void offer(String callId, Input input) {
    if (!shard(callId).offer(input)) {
      dropped.increment();
    }
  }

  private Shard shard(String callId) {
    return shards.get(number(callId));
  }

  private int number(String callId) {
    return Math.floorMod(callId.hashCode(), shards.size());
  }

  /** Takes up dialogs that were watched before. Before {@link #start} only. */
  public void restore(List<OpenDialog> open) {
    open.forEach(dialog -> shard(dialog.dialog().callId()).restore(dialog));
  }

  /**
   * Takes up dialogs that were watched before, after the start: those that nothing was heard of
   * since. One that a BYE was heard of ended, and is forgotten. After {@link #expectLate}, and
   * once.
   */
  public void restoreLate(List<OpenDialog> open) {
    for (OpenDialog dialog : open) {
      String callId = dialog.dialog().callId();
      offer(callId, new Input.Restored(dialog, shard(callId).ended(), clock.nowUs()));
    }
    shards.forEach(shard -> shard.offer(new Input.AllRestored(shard.ended())));
  }

  /** {@link #restoreLate} is to come: BYEs of unknown dialogs are remembered for it. */
  public void expectLate() {
    shards.forEach(shard -> shard.ended().expect());
  }

  /** Begins to handle what has come; inputs are taken, and wait, from the construction on. */
  public synchronized void start() {
    started = true;
    shards.forEach(Shard::start);
  }

  /** Handles what waits, then ends the shards; true when that took no longer than given. */
  public boolean stop(long atMostMillis) {
    shards.forEach(Shard::stop);
    long endUs = clock.nowUs() + atMostMillis * 1_000;
    boolean ended = true;
    for (Shard shard : shards) {
      ended &= shard.awaitEnd((endUs - clock.nowUs()) / 1_000);
    }
    return ended;
  }

  /** How it stands now. */
  public PipelineStatus status() {
    long handled = registrations.sum();
    long unplaced = handled;
    long evicted = 0;
    long faults = 0;
    int waiting = 0;
    int open = 0;
    long oldestTurnUs = Long.MAX_VALUE;
    for (Shard shard : shards) {
      handled += shard.handled();
      unplaced += shard.unplaced();
      evicted += shard.evicted();
      faults += shard.faults();
      waiting += shard.waiting();
      open += shard.openDialogs();
      oldestTurnUs = Math.min(oldestTurnUs, shard.lastTurnUs());
    }
    return new PipelineStatus(
        messages.sum(),
        malformed.sum(),
        handled,
        dropped.sum(),
        unplaced,
        evicted,
        faults,
        waiting,
        open,
        Math.max(0, clock.nowUs() - oldestTurnUs));
  }
}
