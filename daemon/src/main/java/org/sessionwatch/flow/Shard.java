package org.sessionwatch.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.session.FeedGap;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine on one thread: its dialogs and deadlines belong to that thread, so there is no lock.
 * Others hand it inputs through a bounded queue.
 */
final class Shard {
  private static final Logger log = LoggerFactory.getLogger(Shard.class);

  /**
   * Places for mirrored messages in the queues of all shards together. Half a second of 60 000
   * messages a second: what a shard may be held up before anything is lost. Under an overload more
   * places would save nothing: what stands in them is heard seconds later, and takes heap
   * meanwhile.
   */
  private static final int QUEUES = 32_768;

  /** However many shards there are: what comes in one burst may be for one of them. */
  private static final int LEAST_QUEUE = 8_192;

  /**
   * Places that mirrored messages may not take: what a PBX itself tells of its calls comes once,
   * and an overload must not cost it.
   */
  private static final int RESERVE = 8_192;

  /** Each shard says so often that it lives: a wake-up costs more than the look that it is for. */
  private static final long LONGEST_WAIT_US = 1_000_000;

  /** What is taken out of the queue at once: one lock, and one look at the clock, for all of it. */
  private static final int MOST_AT_ONCE = 256;

  /**
   * How long a shard that has just had work looks away before it lets itself be woken: twice as
   * long as a listener that takes many datagrams at once. So under load it is never woken, a system
   * call on both sides, but finds what has gathered; to a deadline it means nothing.
   */
  private static final long LULL_NANOS = 2_000_000;

  private final InputQueue queue;
  private final List<Input> first = new ArrayList<>();
  private final List<Input> inHand = new ArrayList<>(MOST_AT_ONCE);
  private final QueueLosses losses = new QueueLosses();
  private final SessionEngine engine;
  private final EndedUnknown ended;
  private final ForgottenCalls forgotten;
  private final Clock clock;
  private final Thread thread;
  private boolean busy;
  private volatile boolean stopping;
  private volatile int inHandCount;
  private volatile long lastTurnUs = Long.MAX_VALUE; // what has not started cannot stall
  private volatile int openDialogs;
  private volatile long handled;
  private volatile long unplaced;
  private volatile long evicted;
  private volatile long faults;

  /**
   * One of several.
   *
   * @param of how many there are, 1 or more
   */
  Shard(int number, int of, SessionEngine engine, EffectSink effects, Clock clock) {
    this.queue = new InputQueue(Math.max(LEAST_QUEUE, QUEUES / of), RESERVE);
    this.engine = engine;
    this.ended = new EndedUnknown(effects);
    this.forgotten = new ForgottenCalls(engine.limits());
    this.clock = clock;
    this.thread = new Thread(this::run, "shard-" + number);
  }

  /** Before {@link #start} only. */
  void restore(OpenDialog open) {
    engine.restore(open, clock.nowUs());
  }

  EndedUnknown ended() {
    return ended;
  }

  /** Before {@link #start} only: what the engine has to know before it looks at any deadline. */
  void first(Input input) {
    first.add(input);
  }

  void start() {
    lastTurnUs = clock.nowUs();
    thread.start();
  }

  /** Any thread; false when the queue is full. */
  boolean offer(Input input) {
    return queue.offer(input);
  }

  /**
   * Any thread: messages that came at once. Those that find no place, the last ones, become a gap
   * of their calls.
   *
   * @return how many were lost
   */
  int hear(List<Input.Heard> messages) {
    int taken = queue.offerMirrored(messages);
    for (Input.Heard lost : messages.subList(taken, messages.size())) {
      losses.add(lost);
    }
    return messages.size() - taken;
  }

  /** Any thread: a feed lost something. A full queue does not lose that, too. */
  void gap(FeedGap gap) {
    losses.add(new Input.Gap(gap));
    wake();
  }

  /** Any thread: the same, and this shard alerts of it. */
  void tellGap(String pbx, FeedGap gap) {
    losses.add(new Input.ToldGap(pbx, gap));
    wake();
  }

  /** Who waits for an input is given one. */
  private void wake() {
    if (queue.isEmpty()) {
      queue.offer(new Input.Nothing());
    }
  }

  private void run() {
    first.forEach(this::tell);
    first.clear();
    while (!stopping || !queue.isEmpty()) {
      turn();
    }
    losses.take().forEach(this::tell);
  }

  /**
   * Deadlines are looked at only when the queue is empty: a message that waits in it may be the
   * refresh that a deadline is about.
   */
  private void turn() {
    losses.take().forEach(this::tell);
    gather();
    busy = !inHand.isEmpty();
    if (busy) {
      inHandCount = inHand.size();
      inHand.forEach(this::tell);
      inHand.clear();
      inHandCount = 0;
    } else {
      advance();
    }
    lastTurnUs = clock.nowUs();
    openDialogs = engine.openDialogs();
    unplaced = engine.unplacedMessages();
    evicted = engine.evictedCalls();
    forgotten.note(evicted, lastTurnUs);
  }

  /** Takes what waits in the queue; waits for it when there is nothing, until the next deadline. */
  private void gather() {
    queue.drainTo(inHand, MOST_AT_ONCE);
    if (!inHand.isEmpty()) {
      return;
    }
    long waitUs = Math.min(engine.nextDeadlineUs() - clock.nowUs(), LONGEST_WAIT_US);
    if (waitUs <= 0 || stopping) {
      return;
    }
    try {
      if (busy) {
        TimeUnit.NANOSECONDS.sleep(Math.min(LULL_NANOS, waitUs * 1_000));
        queue.drainTo(inHand, MOST_AT_ONCE);
      } else {
        queue.awaitAndDrainTo(inHand, MOST_AT_ONCE, waitUs);
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts, to end a wait early.
    }
  }

  /** A bug in the engine must not end the watch over all other calls. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // This thread alone writes it.
  private void tell(Input input) {
    handled += input.isMirrored() ? 1 : 0;
    try {
      if (input instanceof Input.Heard heard) {
        ended.hear(heard.message());
      }
      input.tell(engine);
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  private void advance() {
    try {
      engine.advance(clock.nowUs());
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // This thread alone writes it.
  private void fault(RuntimeException e) {
    faults++;
    log.error("A message or deadline could not be handled; please report this", e);
  }

  /** Handles what waits in the queue, then ends. */
  void stop() {
    stopping = true;
    thread.interrupt();
  }

  /** Waits for the end; true when it came within the time. */
  boolean awaitEnd(long atMostMillis) {
    try {
      thread.join(Math.max(1, atMostMillis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  int waiting() {
    return queue.size() + inHandCount;
  }

  /** {@code Long.MAX_VALUE} before the start. */
  long lastTurnUs() {
    return lastTurnUs;
  }

  int openDialogs() {
    return openDialogs;
  }

  long handled() {
    return handled;
  }

  long unplaced() {
    return unplaced;
  }

  long evicted() {
    return evicted;
  }

  long faults() {
    return faults;
  }
}
