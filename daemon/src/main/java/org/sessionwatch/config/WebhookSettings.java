package org.sessionwatch.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code [alert.webhook]}: where alerts are posted as JSON.
 *
 * @param url http or https
 * @param bearerToken sent as {@code Authorization: Bearer}; null for none
 * @param timeout of one attempt, up to 5 min; a file's is at least 100 ms
 * @param giveUpAfter how long an alert that cannot be delivered is tried again, 0 s (once) to 7
 *     days
 */
public record WebhookSettings(
    URI url, @Nullable Secret bearerToken, Duration timeout, Duration giveUpAfter) {
  static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
  static final Duration MOST_TIMEOUT = Duration.ofMinutes(5);
  static final Duration MOST_GIVE_UP_AFTER = Duration.ofDays(7);

  /** Refuses values outside their ranges. */
  public WebhookSettings {
    Check.that(isHttp(url), "url: must be http://host… or https://host…");
    Check.range("timeout", timeout, Duration.ofMillis(1), MOST_TIMEOUT);
    Check.range("give_up_after", giveUpAfter, Duration.ZERO, MOST_GIVE_UP_AFTER);
  }

  static boolean isHttp(URI url) {
    String scheme = url.getScheme();
    return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        && url.getHost() != null;
  }
}
