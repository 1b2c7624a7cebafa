package org.sessionwatch.alert;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mirror that lost messages from paging somebody once for each of its calls: of the alerts
 * that are in doubt for that reason, a few a minute and PBX are told, and the others withheld. They
 * are in the database all the same; one that turns out certain is told then.
 *
 * <p>Everything else passes. Thread-safe.
 */
public final class DoubtLimit implements AlertSink {
  /** As many as somebody may want to look into; the rest would say the same. */
  static final int MOST_A_MINUTE = 10;

  private static final Logger log = LoggerFactory.getLogger(DoubtLimit.class);
  private static final long MINUTE_US = 60_000_000;

  /** PBXs are few; a sender that makes up names must not fill the memory. */
  private static final int MOST_PBXS = 10_000;

  /** Of these it is remembered that they were never told; about 100 B each. */
  private static final int MOST_WITHHELD = 20_000;

  private final AlertSink told;
  private final Clock clock;
  private final Map<String, Minute> minutes = new HashMap<>();
  private final Set<UUID> withheld = new LinkedHashSet<>();
  private long count;

  private static final class Minute {
    private final long endUs;
    private int raised;

    private Minute(long endUs) {
      this.endUs = endUs;
    }
  }

  /** Hands what is not withheld to {@code told}. */
  public DoubtLimit(AlertSink told, Clock clock) {
    this.told = told;
    this.clock = clock;
  }

  @Override
  public void raised(AlertView alert) {
    if (!alert.alert().isInDoubt() || hasPlace(alert)) {
      told.raised(alert);
    }
  }

  private synchronized boolean hasPlace(AlertView alert) {
    long nowUs = clock.nowUs();
    Minute minute = minutes.get(alert.pbx());
    if (minute == null || nowUs >= minute.endUs) {
      if (minutes.size() >= MOST_PBXS) {
        minutes.values().removeIf(one -> nowUs >= one.endUs);
      }
      minute = new Minute(nowUs + MINUTE_US);
      minutes.put(alert.pbx(), minute);
    }
    minute.raised++;
    if (minute.raised <= MOST_A_MINUTE) {
      return true;
    }
    withhold(alert, minute.raised == MOST_A_MINUTE + 1);
    return false;
  }

  private void withhold(AlertView alert, boolean first) {
    if (first) {
      log.warn(
          "More than {} alerts in a minute about calls on {} are in doubt, because its mirror lost"
              + " messages. The next ones are in the table sessionwatch.alert, unconfirmed, and are"
              + " told here and to the webhook when they become certain.",
          MOST_A_MINUTE,
          OneLine.of(alert.pbx(), 200));
    }
    count++;
    withheld.add(alert.alert().alertId());
    if (withheld.size() > MOST_WITHHELD) {
      withheld.remove(withheld.iterator().next());
    }
  }

  @Override
  public void confirmed(AlertView alert) {
    if (wasWithheld(alert)) {
      told.raised(alert);
    } else {
      told.confirmed(alert);
    }
  }

  @Override
  public void cleared(AlertView alert) {
    if (!wasWithheld(alert)) {
      told.cleared(alert);
    }
  }

  private synchronized boolean wasWithheld(AlertView alert) {
    return withheld.remove(alert.alert().alertId());
  }

  /** How many alerts were withheld until now. */
  public synchronized long count() {
    return count;
  }

  @Override
  public void close(Duration atMost) {
    told.close(atMost);
  }
}
