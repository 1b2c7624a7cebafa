package org.sessionwatch.pbx.asterisk;

import java.time.Duration;

/**
 * How long the AMI client waits for what.
 *
 * @param connect TCP connection
 * @param answer the banner, and the answer to any action
 * @param channelList the whole answer to CoreShowChannels
 * @param ping time between two questions whether Asterisk is still there
 * @param resync time between two lists of all channels while connected: an event that was lost, or
 *     a channel whose Call-ID was not told, is made good by it
 * @param firstRetry first wait before connecting again
 * @param longestRetry longest wait before connecting again
 * @param refusedRetry wait after the manager user was refused: fast attempts would only fill
 *     Asterisk's security log, or have fail2ban shut this host out
 */
record AmiTimes(
    Duration connect,
    Duration answer,
    Duration channelList,
    Duration ping,
    Duration resync,
    Duration firstRetry,
    Duration longestRetry,
    Duration refusedRetry) {

  static final AmiTimes DEFAULT =
      new AmiTimes(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));
}
