package org.sessionwatch.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/** What holds for every key that the file leaves out. */
public final class Defaults {
  /** Read when no file is named, if it is there. */
  public static final Path FILE = Path.of("/etc/sessionwatch/sessionwatch.toml");

  /** Loopback until told otherwise; 9060 is the field's HEP port. */
  public static final InetSocketAddress HEP_LISTEN = new InetSocketAddress("127.0.0.1", 9060);

  /** Some seconds of a busy mirror, so that a pause of the collector drops nothing. */
  public static final int HEP_RECEIVE_BUFFER_BYTES = 8 << 20;

  /** Some seconds of a busy PBX's packets. */
  public static final int LIVE_BUFFER_BYTES = 8 << 20;

  /** As much as HEP3 can say. */
  public static final int HEP_MOST_MESSAGE_BYTES = ListenerSettings.MOST_MESSAGE_BYTES;

  /**
   * A farm of PBXs with some connections each. An hour: an agent that has nothing to tell for so
   * long has one or two messages at stake when it has to connect anew.
   */
  public static final ConnectionSettings CONNECTIONS =
      new ConnectionSettings(64, Duration.ofHours(1));

  /** sofia jitters by 5 s and pjsip postpones by seconds while another INVITE is pending. */
  public static final Duration TOLERANCE = Duration.ofSeconds(6);

  /** Two engine threads: one busy PBX fills neither. */
  public static final int SHARDS = 2;

  /** A PBX on this host. */
  public static final String HOST = "127.0.0.1";

  /** manager.conf's default. */
  public static final int AMI_PORT = 5038;

  /** SIP's default. */
  public static final int SIP_PORT = 5060;

  /** Between two OPTIONS requests. */
  public static final Duration PROBE_INTERVAL = Duration.ofSeconds(30);

  /**
   * Over UDP four transmissions fit in (at 0, 0.5, 1.5 and 3.5 s), so one lost packet is no outage.
   */
  public static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

  /** Of one attempt to post an alert. */
  public static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(10);

  /** A drop is foretold at most half an interval ahead; an older alert helps nobody act. */
  public static final Duration WEBHOOK_GIVE_UP_AFTER = Duration.ofHours(1);

  /**
   * Thirteen months: this month of last year can still be looked at. A disk that fills up stops
   * more than the history.
   */
  public static final Duration RETENTION = Duration.ofDays(400);

  /** At ten calls a second, about ten hours of a database that is away. */
  public static final long SPOOL_BYTES = 1L << 30;

  private Defaults() {}
}
