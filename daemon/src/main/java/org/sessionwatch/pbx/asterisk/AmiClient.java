package org.sessionwatch.pbx.asterisk;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.asteriskjava.manager.action.CoreShowChannelsAction;
import org.asteriskjava.manager.action.PingAction;
import org.asteriskjava.manager.event.CoreShowChannelsCompleteEvent;
import org.asteriskjava.manager.event.DisconnectEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.response.ManagerError;
import org.asteriskjava.manager.response.ManagerResponse;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.AmiSettings;
import org.sessionwatch.pbx.ChannelListener;
import org.sessionwatch.pbx.ChannelPresence;
import org.sessionwatch.pbx.Printable;
import org.sessionwatch.pbx.TimerPolicy;
import org.sessionwatch.time.Backoff;
import org.sessionwatch.time.Clock;

/**
 * Keeps connected to the manager interface of one Asterisk and tells of its SIP channels: which
 * dialog each belongs to, and how it ended.
 *
 * <p>One thread does everything: connecting, the channel table and the calls to the listener.
 * Asterisk-Java's threads only hand over what they heard. Thread-safe.
 */
public final class AmiClient implements AutoCloseable {
  /** Events that may wait for the thread, half as many as Asterisk-Java itself lets wait. */
  private static final int MOST_WAITING = 10_000;

  /** Calls without a timer whose policy may wait to be asked; further ones are not looked at. */
  private static final int MOST_WAITING_POLICIES = 1_000;

  private static final Duration CLOSE_POLITELY = Duration.ofMillis(500);
  private static final Duration CLOSE_ANYWAY = Duration.ofMillis(300);

  private final String pbx;
  private final AmiSettings settings;
  private final ChannelListener listener;
  private final Clock clock;
  private final AmiTimes times;
  private final AmiLog amiLog;
  private final Backoff backoff;
  private final AmiThread thread;
  private final ChannelTable table;
  private final Getvars getvars;
  private final CallIdQuestions callIds;
  private final PolicyQuestions policies;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger waitingPolicies = new AtomicInteger();
  private final LongAdder logins = new LongAdder();
  private final LongAdder overruns = new LongAdder();

  private volatile @Nullable AmiLink link; // also while it logs in
  private volatile Connection connection;
  private boolean toldAway; // that it never was there is told once, too
  private @Nullable Future<?> deadline; // what must happen before: the list, a pong

  /** Up or away, since when, and why it is away. */
  private record Connection(boolean up, long sinceUs, @Nullable String problem) {}

  /**
   * Not connected before {@link #start}.
   *
   * @param pbx name of the PBX
   * @param settings its manager interface
   * @param listener told of its channels
   * @param clock the time that it is told with
   */
  public AmiClient(String pbx, AmiSettings settings, ChannelListener listener, Clock clock) {
    this(pbx, settings, listener, clock, AmiTimes.DEFAULT);
  }

  AmiClient(
      String pbx, AmiSettings settings, ChannelListener listener, Clock clock, AmiTimes times) {
    this.pbx = pbx;
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.times = times;
    this.amiLog = new AmiLog(pbx, settings);
    this.backoff = new Backoff(times.firstRetry(), times.longestRetry(), new SplittableRandom());
    this.connection = new Connection(false, clock.nowUs(), "not connected yet");
    this.thread = new AmiThread("ami-" + pbx);
    this.getvars = new Getvars(thread::run, late -> thread.runAfter(times.answer(), late));
    this.callIds = new CallIdQuestions(pbx, getvars, this::answered);
    this.policies = new PolicyQuestions(pbx, getvars, clock::nowUs);
    this.table = new ChannelTable(pbx, listener, callIds::ask);
  }

  /** Begins to connect, and returns at once. */
  public void start() {
    thread.run(this::connect);
  }

  /** Whether a channel with this Call-ID is up, as far as Asterisk told. */
  public ChannelPresence presence(String callId) {
    return table.presence(callId);
  }

  /**
   * Asks what the endpoint of a channel is set to do about session timers.
   *
   * @param channel the channel's name
   * @param uniqueid its uniqueid, by which the channel is known to be this Asterisk's
   * @param answer gets the policy on this client's thread; not called where it is not this
   *     Asterisk's channel or it does not tell
   */
  public void askTimerPolicy(String channel, String uniqueid, Consumer<TimerPolicy> answer) {
    if (waitingPolicies.incrementAndGet() > MOST_WAITING_POLICIES) {
      waitingPolicies.decrementAndGet();
      policies.tooMany();
      return;
    }
    thread.run(
        () -> {
          waitingPolicies.decrementAndGet();
          Leg leg = table.find(channel, uniqueid);
          if (leg != null) {
            policies.ask(leg, answer);
          }
        });
  }

  /** How the connection stands. */
  public AmiStatus status() {
    Connection now = connection;
    return new AmiStatus(
        pbx,
        now.up(),
        now.sinceUs(),
        now.problem(),
        table.channels(),
        table.unresolved(),
        logins.sum(),
        callIds.asked(),
        callIds.failed(),
        policies.asked(),
        policies.failed(),
        table.hangups(),
        overruns.sum());
  }

  private void answered(Leg leg, String callId) {
    table.answered(leg, callId, clock.nowUs());
  }

  private void connect() {
    AmiLink next = new AmiLink(settings, times, this::heard);
    link = next;
    try {
      next.login();
      logins.increment();
      getvars.begin(next);
      table.beginList();
      list(next);
    } catch (AmiRefusedException e) {
      lost(next, String.valueOf(e.getMessage()), true);
    } catch (IOException e) {
      lost(next, String.valueOf(e.getMessage()), false);
    }
  }

  private void list(AmiLink on) throws IOException {
    on.send(new CoreShowChannelsAction(), answer -> listAnswered(on, answer));
    expect(on, "did not list its channels", times.channelList());
  }

  /** What is known stays known meanwhile: the list only corrects it. */
  private void listAgain(AmiLink on) {
    if (on != link) {
      return;
    }
    try {
      table.beginListAgain();
      list(on);
    } catch (IOException e) {
      lost(on, String.valueOf(e.getMessage()), false);
    }
  }

  /** On Asterisk-Java's dispatcher thread. */
  private void heard(AmiLink on, ManagerEvent event) {
    if (event instanceof DisconnectEvent) {
      thread.run(() -> lost(on, "the connection was closed", false));
    } else if (event instanceof CoreShowChannelsCompleteEvent) {
      thread.run(() -> complete(on));
    } else {
      Consumer<ChannelTable> change = ChannelEvents.read(event, clock.nowUs());
      if (change != null) {
        handOver(on, change);
      }
    }
  }

  private void handOver(AmiLink on, Consumer<ChannelTable> change) {
    if (waiting.incrementAndGet() == MOST_WAITING) {
      overruns.increment();
      thread.run(() -> lost(on, "its events came faster than they could be told", false));
    }
    if (waiting.get() >= MOST_WAITING) {
      waiting.decrementAndGet();
      return;
    }
    thread.run(
        () -> {
          waiting.decrementAndGet();
          if (on == link) {
            change.accept(table);
          }
        });
  }

  /** On Asterisk-Java's dispatcher thread; a refused list has no end. */
  private void listAnswered(AmiLink on, @Nullable ManagerResponse answer) {
    if (answer instanceof ManagerError) {
      String message = Printable.of(String.valueOf(answer.getMessage()));
      thread.run(
          () ->
              lost(
                  on,
                  message
                      + " (CoreShowChannels; it needs \"reporting\" or \"system\" in the write"
                      + " line)",
                  true));
    }
  }

  private void complete(AmiLink on) {
    if (on != link) {
      return;
    }
    backoff.reset();
    pingLater(on);
    thread.runAfter(times.resync(), () -> listAgain(on));
    if (connection.up()) {
      table.endList(clock.nowUs());
      return;
    }
    long awaySinceUs = connection.sinceUs();
    long nowUs = clock.nowUs();
    connection = new Connection(true, nowUs, null);
    listener.connection(pbx, true, nowUs);
    table.endList(nowUs);
    amiLog.back(awaySinceUs, nowUs, table.channels());
  }

  private void pingLater(AmiLink on) {
    cancelDeadline();
    deadline = thread.runAfter(times.ping(), () -> ping(on));
  }

  private void ping(AmiLink on) {
    if (on != link) {
      return;
    }
    try {
      expect(on, "does not answer", times.answer());
      on.send(
          new PingAction(),
          answer -> {
            if (answer != null) {
              thread.run(() -> ponged(on));
            }
          });
    } catch (IOException e) {
      lost(on, String.valueOf(e.getMessage()), false);
    }
  }

  private void ponged(AmiLink on) {
    if (on == link) {
      pingLater(on);
    }
  }

  /** Unless the deadline is cancelled, the connection counts as lost after that time. */
  private void expect(AmiLink on, String otherwise, Duration within) {
    cancelDeadline();
    String problem = "it " + otherwise + " within " + within.toMillis() + " ms";
    deadline = thread.runAfter(within, () -> lost(on, problem, false));
  }

  private void cancelDeadline() {
    Future<?> now = deadline;
    if (now != null) {
      now.cancel(false);
    }
  }

  private void lost(AmiLink on, String problem, boolean refused) {
    if (on != link || thread.closed()) {
      return;
    }
    link = null;
    cancelDeadline();
    getvars.end();
    callIds.end();
    policies.end();
    table.away();
    boolean wasUp = connection.up();
    long sinceUs = wasUp ? clock.nowUs() : connection.sinceUs();
    connection = new Connection(false, sinceUs, problem);
    on.close();
    amiLog.away(problem, refused, sinceUs);
    if (wasUp || !toldAway) {
      toldAway = true;
      listener.connection(pbx, false, sinceUs);
    }
    Duration wait = refused ? times.refusedRetry() : Duration.ofMillis(backoff.nextMs());
    thread.runAfter(wait, this::connect);
  }

  /** Logs off and ends within a second, whatever Asterisk does. The listener hears no more. */
  @Override
  public void close() {
    AmiLink open = link;
    if (open != null && !connection.up()) {
      open.cut();
    }
    thread.closeAfter(this::logOff);
    try {
      if (!thread.ended(CLOSE_POLITELY)) {
        if (open != null) {
          open.cut();
        }
        thread.interrupt();
        thread.ended(CLOSE_ANYWAY);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void logOff() {
    AmiLink open = link;
    if (open != null) {
      open.close();
    }
  }
}
