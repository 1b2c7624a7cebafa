package org.sessionwatch.pbx.probe;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.ProbeSettings;
import org.sessionwatch.time.Micros;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of a PBX on SIP, when it changes. */
final class ProbeLog {
  private static final Logger log = LoggerFactory.getLogger(SipProbe.class);
  private static final double US_PER_MS = 1_000;

  private final String who;
  private final ProbeSettings settings;

  ProbeLog(String pbx, ProbeSettings settings) {
    this.settings = settings;
    this.who =
        "PBX "
            + pbx
            + " (SIP "
            + settings.transport()
            + " "
            + settings.host()
            + ":"
            + settings.port()
            + ")";
  }

  void changed(ProbeResult now) {
    if (now.up()) {
      answers(now);
    } else {
      log.warn(
          "{} does not answer OPTIONS since {}: {}. Check that the PBX runs, listens on that"
              + " address and transport, and that no firewall is between.",
          who,
          seconds(now.sinceUs()),
          now.problem());
    }
  }

  private void answers(ProbeResult now) {
    Long roundTripUs = now.roundTripUs();
    log.info(
        "{} answers OPTIONS since {}: {} after {} ms; session timers {}, UPDATE {}.",
        who,
        seconds(now.sinceUs()),
        now.status(),
        String.format(Locale.ROOT, "%.1f", roundTripUs == null ? 0 : roundTripUs / US_PER_MS),
        word(
            now.supportsTimer(),
            "supported",
            "not supported: calls over it are not refreshed by"
                + " it, check that its session timers are not switched off"),
        word(now.allowsUpdate(), "allowed", "not allowed: refreshes need re-INVITE"));
  }

  private static String word(@Nullable Boolean known, String yes, String no) {
    if (known == null) {
      return "not told";
    }
    return known ? yes : no;
  }

  /** Answers that fit nothing came; told when the first one did. */
  void strange() {
    log.warn(
        "{} sent something that is no answer to the OPTIONS request; such answers are ignored and"
            + " counted. Check that a SIP server listens on port {}.",
        who,
        settings.port());
  }

  private static Instant seconds(long us) {
    return Micros.toInstant(us).truncatedTo(ChronoUnit.SECONDS);
  }
}
