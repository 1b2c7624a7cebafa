package org.sessionwatch.alert;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.sessionwatch.config.WebhookSettings;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.time.Backoff;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each alert as JSON, in order, on a thread of its own.
 *
 * <p>An alert that cannot be delivered is tried again, and those behind it wait, until it has been
 * given up. When too many wait, the newest are dropped: an administrator is better served by the
 * first alerts of a bad hour than by its last. Thread-safe.
 */
public final class WebhookSink implements AlertSink {
  private static final Logger log = LoggerFactory.getLogger(WebhookSink.class);
  private static final long LOOK_FOR_CLOSE_MS = 50;

  private final WebhookSettings settings;
  private final Clock clock;
  private final WebhookPost post;
  private final BlockingQueue<Waiting> queue;
  private final Backoff backoff;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean full = new AtomicBoolean();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private boolean failing; // only the thread's

  private record Waiting(AlertView alert, boolean cleared, long sinceUs) {}

  /**
   * What became of the alerts so far.
   *
   * @param delivered taken by the server
   * @param failed refused by it, or given up
   * @param dropped never tried: too many waited, or the daemon ended
   */
  public record Counts(long delivered, long failed, long dropped) {}

  /**
   * How much waits and how long.
   *
   * @param queue alerts that may wait
   * @param firstRetry wait before the second attempt
   * @param longestRetry the longest wait between two attempts
   */
  record Limits(int queue, Duration firstRetry, Duration longestRetry) {
    static final Limits DEFAULT = new Limits(10_000, Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  /** Starts its thread. */
  public WebhookSink(WebhookSettings settings, Clock clock) {
    this(settings, clock, Limits.DEFAULT);
  }

  WebhookSink(WebhookSettings settings, Clock clock, Limits limits) {
    this.settings = settings;
    this.clock = clock;
    this.post = new WebhookPost(settings);
    this.queue = new ArrayBlockingQueue<>(limits.queue());
    this.backoff = new Backoff(limits.firstRetry(), limits.longestRetry(), new SplittableRandom());
    this.thread = new Thread(this::run, "webhook");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void raised(AlertView alert) {
    offer(alert, false);
  }

  /** Nothing is posted: what is behind a webhook takes every post for news to wake somebody. */
  @Override
  public void confirmed(AlertView alert) {}

  @Override
  public void cleared(AlertView alert) {
    offer(alert, true);
  }

  private void offer(AlertView alert, boolean cleared) {
    Waiting waiting = new Waiting(alert, cleared, clock.nowUs());
    if (closing.getCount() > 0 && queue.offer(waiting)) {
      full.set(false);
      return;
    }
    dropped.increment();
    if (!full.getAndSet(true)) {
      log.warn(
          "Webhook {}: {} alerts wait already; new ones are dropped and counted, and stand in the"
              + " database.",
          post.place(),
          queue.size());
    }
  }

  /** What became of the alerts so far. Any thread may ask. */
  public Counts counts() {
    return new Counts(delivered.sum(), failed.sum(), dropped.sum());
  }

  private void run() {
    try {
      while (closing.getCount() > 0 || !queue.isEmpty()) {
        Waiting next = queue.poll(LOOK_FOR_CLOSE_MS, TimeUnit.MILLISECONDS);
        if (next != null) {
          deliver(next);
        }
      }
    } catch (InterruptedException e) {
      // The time to close is over; close() counts what is left.
    }
  }

  private void deliver(Waiting waiting) throws InterruptedException {
    backoff.reset();
    while (true) {
      WebhookPost.Outcome outcome = attempt(waiting);
      if (outcome.delivered()) {
        worked();
        return;
      }
      if (!outcome.again()) {
        giveUp(waiting, outcome, "it was refused and is not tried again");
        return;
      }
      if (!mayTryAgain(waiting)) {
        giveUp(waiting, outcome, "it is given up");
        return;
      }
      nowFailing(outcome);
      closing.await(backoff.nextMs(), TimeUnit.MILLISECONDS);
    }
  }

  private WebhookPost.Outcome attempt(Waiting waiting) throws InterruptedException {
    try {
      return post.post(waiting.alert(), waiting.cleared());
    } catch (InterruptedException e) {
      dropped.increment();
      throw e;
    }
  }

  /** While closing, every alert has one attempt. */
  private boolean mayTryAgain(Waiting waiting) {
    long waitedUs = clock.nowUs() - waiting.sinceUs();
    return closing.getCount() > 0 && waitedUs < settings.giveUpAfter().toNanos() / 1_000;
  }

  private void worked() {
    delivered.increment();
    if (failing) {
      failing = false;
      log.info("Webhook {} takes alerts again; {} wait.", post.place(), queue.size());
    }
  }

  private void nowFailing(WebhookPost.Outcome outcome) {
    if (!failing) {
      failing = true;
      log.warn(
          "Webhook {} takes no alerts: {}. Each is tried again for {} s; check the url in"
              + " [alert.webhook] and the server behind it.",
          post.place(),
          outcome.problem(),
          settings.giveUpAfter().toSeconds());
    }
  }

  private void giveUp(Waiting waiting, WebhookPost.Outcome outcome, String end) {
    failed.increment();
    Alert alert = waiting.alert().alert();
    log.warn(
        "Webhook {} did not take alert {} ({}): {}; {}. Check url and token in [alert.webhook].",
        post.place(),
        alert.alertId(),
        alert.kind(),
        outcome.problem(),
        end);
  }

  @Override
  public void close(Duration atMost) {
    closing.countDown();
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, atMost.toNanos());
      thread.interrupt();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    int left = queue.size();
    queue.clear();
    dropped.add(left);
    if (left > 0) {
      log.warn(
          "Webhook {}: {} alerts could not be posted before the end; they stand in the database.",
          post.place(),
          left);
    }
  }
}
