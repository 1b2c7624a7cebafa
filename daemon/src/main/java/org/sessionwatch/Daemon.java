package org.sessionwatch;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sessionwatch.alert.AlertFanout;
import org.sessionwatch.alert.AlertSink;
import org.sessionwatch.alert.DoubtLimit;
import org.sessionwatch.alert.JournalSink;
import org.sessionwatch.alert.WebhookSink;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.capture.SocketTable;
import org.sessionwatch.capture.SocketWatch;
import org.sessionwatch.capture.feed.FeedWatch;
import org.sessionwatch.capture.hep.HepListeners;
import org.sessionwatch.capture.hep.ListenException;
import org.sessionwatch.capture.live.LiveCaptures;
import org.sessionwatch.capture.live.LiveException;
import org.sessionwatch.config.Environment;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.Settings;
import org.sessionwatch.config.WebhookSettings;
import org.sessionwatch.flow.AlertFeed;
import org.sessionwatch.flow.ChannelFeed;
import org.sessionwatch.flow.EffectFanout;
import org.sessionwatch.flow.FeedHistory;
import org.sessionwatch.flow.FeedLosses;
import org.sessionwatch.flow.PbxNames;
import org.sessionwatch.flow.Pipeline;
import org.sessionwatch.flow.PipelineStatus;
import org.sessionwatch.flow.PolicyCheck;
import org.sessionwatch.flow.ProbeFeed;
import org.sessionwatch.pbx.ChannelPresence;
import org.sessionwatch.pbx.TimerPolicy;
import org.sessionwatch.pbx.asterisk.AmiClient;
import org.sessionwatch.pbx.probe.SipProbe;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.store.HistoryKeeper;
import org.sessionwatch.store.HistoryWriter;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running daemon: all rooms wired together, started in order and ended in the reverse one. */
final class Daemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  /**
   * How long PBXs may take to list their channels before the deadlines of restored dialogs go on.
   */
  private static final Duration LISTING = Duration.ofSeconds(5);

  /** Where the kernel counts the datagrams that it drops. */
  private static final SocketTable SOCKETS = new SocketTable(Path.of("/proc/net"));

  /** A shard that has not turned for so long hangs. */
  private static final Duration STALLED = Duration.ofSeconds(10);

  // Together well below the 5 s in which the daemon ends after SIGTERM.
  private static final Duration SHARDS_END = Duration.ofMillis(1_000);
  private static final Duration WRITER_END = Duration.ofMillis(1_500);
  private static final Duration ALERTS_END = Duration.ofMillis(700);

  private final Parts parts;
  private final List<AmiClient> managers = new CopyOnWriteArrayList<>();
  private final FeedLosses losses = new FeedLosses();
  private final RecentMessages recent = new RecentMessages();
  private final HepListeners listeners;
  private final LiveCaptures captures;
  private final Database database;
  private final HistoryWriter writer;
  private final StatusLine status;
  private final Pipeline pipeline;
  private final Takeover takeover;

  /**
   * What differs between the daemon and its demonstration.
   *
   * @param database opens the database
   * @param watchers see every effect, before the database does
   * @param alerts where alerts go besides database and webhook
   */
  record Surroundings(
      Function<Settings, Database.Opening> database,
      List<EffectSink> watchers,
      List<AlertSink> alerts) {
    static final Surroundings USUAL =
        new Surroundings(Database::openingOrWaiting, List.of(), List.of(new JournalSink()));
  }

  /**
   * Starts a daemon: when this returns it listens, and its database is there or waited for.
   *
   * @throws ListenException when a listener's address is not to be had
   * @throws LiveException when an interface is not to be had
   * @throws org.sessionwatch.store.StoreException when the database is not to be had
   */
  static Daemon start(Settings settings, Clock clock, Surroundings surroundings)
      throws ListenException, LiveException, InterruptedException {
    Parts parts = new Parts();
    try {
      return new Daemon(settings, clock, surroundings, parts);
    } catch (ListenException | LiveException | InterruptedException | RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private Daemon(Settings settings, Clock clock, Surroundings surroundings, Parts parts)
      throws ListenException, LiveException, InterruptedException {
    this.parts = parts;
    EffectFanout effects = new EffectFanout();
    surroundings.watchers().forEach(effects::add);
    pipeline =
        new Pipeline(settings.session(), new PbxNames(settings.pbxs()), effects, clock, this::isUp);
    losses.add(pipeline);
    Storage storage = parts.add(new Storage(settings, surroundings.database()));
    // Listening comes first: a taken port is told at once, and what is mirrored meanwhile waits.
    listeners = HepListeners.open(settings.hep(), clock, pipeline, losses, recent);
    captures = openCaptures(settings, clock);
    Storage.Opened opened = open(storage, clock);
    database = opened.database();
    int places = HistoryWriter.places(Runtime.getRuntime().maxMemory());
    writer = new HistoryWriter(database.store(), clock, places, opened.spool());
    effects.add(writer);
    DoubtLimit alerts = alerts(settings, clock, surroundings.alerts());
    effects.add(new AlertFeed(alerts));
    effects.add(new PolicyCheck(this::askTimerPolicy, pipeline));
    parts.add(database);
    Instant begun = Instant.EPOCH.plus(clock.nowUs(), ChronoUnit.MICROS);
    takeover = parts.add(new Takeover(database, writer, pipeline, begun));
    HistoryKeeper keeper = parts.add(new HistoryKeeper(database.store(), settings.history()));
    parts.endWith(() -> alerts.close(ALERTS_END));
    parts.endWith(() -> writer.close(WRITER_END));
    parts.endWith(() -> pipeline.stop(SHARDS_END.toMillis()));
    writer.start();
    watchPbxs(settings, clock);
    parts.add(listeners);
    parts.add(new SocketWatch(SOCKETS, listeners.addresses(), listeners::heard, clock, losses));
    parts.add(captures);
    FeedWatch feeds = watchFeeds(settings, clock);
    status = new StatusLine(pipeline, writer, losses, listeners, captures, feeds, managers, alerts);
    pipeline.start();
    // Last, since it can wait: it would have a connection of its own.
    keeper.start();
  }

  /** A source that the last run heard and that does not come back is missed, too. */
  private FeedWatch watchFeeds(Settings settings, Clock clock) {
    FeedWatch watch =
        new FeedWatch(
            settings.hep().silence(),
            () -> listeners.counters().with(captures.sources()),
            source -> pipeline.malformed(source) + captures.malformed(source),
            clock,
            losses);
    String heardBy =
        Environment.ofThisProcess().hostName()
            + " "
            + SocketAddresses.text(listeners.addresses().get(0));
    FeedHistory history = parts.add(new FeedHistory(database.store(), heardBy, watch));
    history.restore();
    losses.add(watch);
    parts.add(watch);
    watch.start(() -> listeners.heard() + captures.heard());
    history.start();
    return watch;
  }

  private LiveCaptures openCaptures(Settings settings, Clock clock) throws LiveException {
    try {
      return LiveCaptures.open(settings.live(), clock, pipeline, losses, recent);
    } catch (LiveException e) {
      listeners.close();
      throw e;
    }
  }

  private Storage.Opened open(Storage storage, Clock clock) {
    try {
      return storage.open(clock);
    } catch (RuntimeException e) {
      captures.close();
      listeners.close();
      throw e;
    }
  }

  private static DoubtLimit alerts(Settings settings, Clock clock, List<AlertSink> others) {
    List<AlertSink> sinks = new ArrayList<>(others);
    WebhookSettings webhook = settings.webhook();
    if (webhook != null) {
      sinks.add(new WebhookSink(webhook, clock));
    }
    return new DoubtLimit(new AlertFanout(sinks), clock);
  }

  private void watchPbxs(Settings settings, Clock clock) throws InterruptedException {
    List<OpenDialog> open = takeover.begin();
    pipeline.restore(open);
    ChannelFeed channels = new ChannelFeed(pipeline, managers(settings) == 1);
    for (PbxSettings pbx : settings.pbxs()) {
      if (pbx.ami() != null) {
        managers.add(parts.add(new AmiClient(pbx.name(), pbx.ami(), channels, clock)));
      }
    }
    managers.forEach(AmiClient::start);
    SipProbe probe = parts.add(new SipProbe(settings.pbxs(), new ProbeFeed(writer::probed), clock));
    probe.start();
    if (!open.isEmpty()) {
      log.info(
          "{} calls were being watched when the last run ended; their deadlines go on",
          open.size());
      channels.awaitListed(managers.size(), LISTING);
    }
  }

  private static long managers(Settings settings) {
    return settings.pbxs().stream().filter(pbx -> pbx.ami() != null).count();
  }

  /** Whether some PBX says that the call is up. */
  private boolean isUp(String callId) {
    return managers.stream().anyMatch(manager -> manager.presence(callId) == ChannelPresence.UP);
  }

  /** The one whose channel it is knows. */
  private void askTimerPolicy(Channel channel, Consumer<TimerPolicy> answer) {
    managers.forEach(manager -> manager.askTimerPolicy(channel.name(), channel.uniqueid(), answer));
  }

  /** Where mirrored SIP is heard. */
  List<InetSocketAddress> addresses() {
    return listeners.addresses();
  }

  Database database() {
    return database;
  }

  HistoryWriter writer() {
    return writer;
  }

  PipelineStatus pipelineStatus() {
    return pipeline.status();
  }

  /** Whether it does its work. A database that is away is no reason to start the daemon anew. */
  boolean isHealthy() {
    return pipeline.status().stalledUs() < STALLED.toNanos() / 1_000 && writer.health().running();
  }

  /** One line for {@code systemctl status}. */
  String status() {
    return status.text();
  }

  @Override
  public void close() {
    parts.close();
    log.info("Ended; {}", status());
  }
}
