package org.sessionwatch.config;

import java.time.Duration;

/**
 * {@code [pbx.options]}: SIP OPTIONS to the PBX.
 *
 * @param host name or address
 * @param port 1 to 65535; SIP's default is 5060
 * @param transport UDP or TCP
 * @param interval time between two requests, up to 1 h; a file's is at least 1 s
 * @param timeout how long to wait for an answer, shorter than {@code interval}; a file's is at
 *     least 100 ms
 */
public record ProbeSettings(
    String host, int port, Transport transport, Duration interval, Duration timeout) {
  static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
  static final Duration MOST_INTERVAL = Duration.ofHours(1);
  static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);

  /** Refuses values outside their ranges. */
  public ProbeSettings {
    Check.notBlank("host", host);
    Check.range("port", port, 1, 65535);
    Check.range("interval", interval, Duration.ofMillis(1), MOST_INTERVAL);
    Check.range("timeout", timeout, Duration.ofMillis(1), MOST_INTERVAL);
    Check.that(timeout.compareTo(interval) < 0, "timeout: must be shorter than interval");
  }

  /** The transport of the OPTIONS request. */
  public enum Transport {
    UDP,
    TCP
  }
}
