package org.sessionwatch.config;

import java.time.Duration;

/**
 * {@code [pbx.options]}: SIP OPTIONS to the PBX.
 *
 * @param host name or address
 * @param port 1 to 65535; SIP's default is 5060
 * @param transport UDP or TCP
 * @param interval time between two requests
 * @param timeout how long to wait for an answer; shorter than {@code interval}
 */
public record ProbeSettings(
    String host, int port, Transport transport, Duration interval, Duration timeout) {
  /** The transport of the OPTIONS request. */
  public enum Transport {
    UDP,
    TCP
  }
}
