package org.sessionwatch.pbx.asterisk;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.AmiSettings;
import org.sessionwatch.time.Micros;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a connection: one line when it goes away, one when it is back, and one more
 * only when the kind of trouble changes. Owned by the client's thread.
 */
final class AmiLog {
  private static final Logger log = LoggerFactory.getLogger(AmiClient.class);

  private final String who;
  private final AmiSettings settings;
  private @Nullable Boolean refused; // what was told of this absence; null for nothing yet

  AmiLog(String pbx, AmiSettings settings) {
    this.who = "AMI of " + pbx + " (" + settings.host() + ":" + settings.port() + ")";
    this.settings = settings;
  }

  /** It cannot be used since then. */
  void away(String problem, boolean isRefusal, long sinceUs) {
    if (refused != null && refused == isRefusal) {
      log.debug("{}: {}", who, problem);
      return;
    }
    refused = isRefusal;
    if (isRefusal) {
      log.warn(
          "{} refuses user {}: {}. Check user and secret in [pbx.ami] against manager.conf, and its"
              + " permit lines; it is tried again slowly. Watching goes on without AMI since {}.",
          who,
          settings.user(),
          problem,
          seconds(sinceUs));
    } else {
      log.warn(
          "{} is away: {}. Watching goes on without AMI since {}; check that Asterisk runs and that"
              + " manager.conf has enabled = yes on this address. It is tried again.",
          who,
          problem,
          seconds(sinceUs));
    }
  }

  /** It is heard again, or for the first time. */
  void back(long awaySinceUs, long nowUs, int channels) {
    if (refused == null) {
      log.info("{} is connected: {} SIP channels.", who, channels);
    } else {
      Duration away = Duration.of(nowUs - awaySinceUs, ChronoUnit.MICROS);
      log.info(
          "{} is back after {} s: {} SIP channels. Watching was without AMI since {}.",
          who,
          away.toSeconds(),
          channels,
          seconds(awaySinceUs));
    }
    refused = null;
  }

  private static Instant seconds(long us) {
    return Micros.toInstant(us).truncatedTo(ChronoUnit.SECONDS);
  }
}
