package org.sessionwatch.alert;

import java.time.Duration;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.Dialog;

/**
 * A way by which alerts reach people.
 *
 * <p>The engine's threads call {@link #raised} and {@link #cleared}, several at the same time;
 * neither may wait for a network. Alerts of one dialog come in order.
 */
public interface AlertSink {
  /** An alert was raised. */
  void raised(Dialog dialog, Alert alert);

  /** An alert raised before no longer holds; {@code clearedAt} says since when. */
  void cleared(Dialog dialog, Alert alert);

  /**
   * Delivers what still waits and lets go of threads and connections.
   *
   * @param atMost how long that may take; what is not delivered by then is lost and counted
   */
  void close(Duration atMost);
}
