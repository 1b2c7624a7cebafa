package org.sessionwatch.alert;

import java.time.Duration;
import org.sessionwatch.session.AlertView;

/**
 * A way by which alerts reach people.
 *
 * <p>The engine's threads call {@link #raised}, {@link #confirmed} and {@link #cleared}, several at
 * the same time; none may wait for a network. Alerts of one dialog come in order. An alert about a
 * whole PBX has no dialog.
 */
public interface AlertSink {
  /** An alert was raised. */
  void raised(AlertView alert);

  /** An alert that was raised unconfirmed is certain now: news, but no second page. */
  void confirmed(AlertView alert);

  /** An alert raised before no longer holds; {@code clearedAt} says since when. */
  void cleared(AlertView alert);

  /**
   * Delivers what still waits and lets go of threads and connections.
   *
   * @param atMost how long that may take; what is not delivered by then is lost and counted
   */
  void close(Duration atMost);
}
