package org.sessionwatch;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sessionwatch.alert.DoubtLimit;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.capture.feed.FeedStatus;
import org.sessionwatch.capture.feed.FeedWatch;
import org.sessionwatch.capture.hep.HepListeners;
import org.sessionwatch.capture.live.LiveCaptures;
import org.sessionwatch.capture.live.LiveCounters;
import org.sessionwatch.flow.FeedLosses;
import org.sessionwatch.flow.Pipeline;
import org.sessionwatch.flow.PipelineStatus;
import org.sessionwatch.pbx.asterisk.AmiClient;
import org.sessionwatch.store.HistoryWriter;
import org.sessionwatch.store.WriterHealth;

/**
 * How the daemon stands, in one line for {@code systemctl status}. Any thread may ask.
 *
 * @param managers may grow while it is asked
 */
record StatusLine(
    Pipeline pipeline,
    HistoryWriter writer,
    FeedLosses losses,
    HepListeners listeners,
    LiveCaptures captures,
    FeedWatch feeds,
    List<AmiClient> managers,
    DoubtLimit alerts) {

  /** What waits for the database for a shorter time is on its way. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(1);

  /** A line has its end. */
  private static final int MOST_NAMED = 20;

  String text() {
    PipelineStatus now = pipeline.status();
    WriterHealth history = writer.health();
    return "watching %d calls; %d messages heard, %d malformed, %s; database %s"
            .formatted(
                now.openDialogs(),
                now.messages(),
                now.malformed() + listeners.counters().malformed() + malformedLive(),
                lost(now, history),
                database(history))
        + managersAway()
        + interfacesAway()
        + feeds("silent", FeedStatus::silent)
        + feeds("clocks off", FeedStatus::isClockOff)
        + withheldAlerts();
  }

  /** What was lost and where, as docs/back-pressure.md names the places. */
  private String lost(PipelineStatus now, WriterHealth history) {
    long kernel = losses.count(FeedLoss.Cause.SOCKET);
    long rows = history.dropped() + history.spool().lost();
    long all = kernel + now.dropped() + now.evicted() + rows;
    String where =
        " (by the kernel %d, by full queues %d, calls forgotten %d, rows %d)"
            .formatted(kernel, now.dropped(), now.evicted(), rows);
    String waiting = now.waiting() == 0 ? "" : ", " + now.waiting() + " waiting";
    return all + " lost" + (all == 0 ? "" : where) + waiting;
  }

  private static String database(WriterHealth history) {
    String up = history.awaySince() == null ? "up" : "away since " + history.awaySince();
    String waiting =
        history.oldest().compareTo(WORTH_TELLING) < 0
            ? ""
            : ", %d changes waiting, the oldest for %d s"
                .formatted(history.queued(), history.oldest().toSeconds());
    return up + waiting + (history.spool().changes() == 0 ? "" : ", " + history.spool().text());
  }

  private long malformedLive() {
    return captures.counters().stream().mapToLong(LiveCounters::malformed).sum();
  }

  private String managersAway() {
    long away = managers.stream().filter(manager -> !manager.status().up()).count();
    return away == 0 ? "" : "; %d of %d managers (AMI) away".formatted(away, managers.size());
  }

  private String interfacesAway() {
    String away =
        captures.counters().stream()
            .filter(capture -> !capture.up())
            .map(LiveCounters::device)
            .collect(Collectors.joining(", "));
    return away.isEmpty() ? "" : "; interfaces away: " + away;
  }

  private String feeds(String what, Predicate<FeedStatus> which) {
    String named =
        feeds.feeds().stream()
            .filter(which)
            .limit(MOST_NAMED)
            .map(feed -> FeedWatch.text(feed.source()))
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? "" : "; " + what + ": " + named;
  }

  private String withheldAlerts() {
    long withheld = alerts.count();
    return withheld == 0 ? "" : "; %d alerts in doubt not told singly".formatted(withheld);
  }
}
