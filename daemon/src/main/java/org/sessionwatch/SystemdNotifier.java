package org.sessionwatch;

import info.faljse.SDNotify.SDNotify;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaches systemd through the socket named in NOTIFY_SOCKET. Java has no unix datagram sockets, so
 * the library calls the C library through JNA, which unpacks a native part into a directory that
 * must allow execution. Trouble with that is said once and harms nothing but the notification.
 */
final class SystemdNotifier implements Supervisor.Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);

  private volatile boolean broken;

  @Override
  public void ready() {
    send(SDNotify::sendNotify);
  }

  @Override
  public void status(String text) {
    send(() -> SDNotify.sendStatus(text.replaceAll("\\p{Cntrl}+", " ")));
  }

  @Override
  public void watchdog() {
    send(SDNotify::sendWatchdog);
  }

  @Override
  public void stopping() {
    send(SDNotify::sendStopping);
  }

  private void send(Runnable message) {
    if (broken) {
      return;
    }
    try {
      message.run();
    } catch (RuntimeException | LinkageError e) {
      broken = true;
      LOG.error(
          "systemd cannot be told how the daemon is: {}; its directory for native code"
              + " (-Djna.tmpdir=) must allow execution",
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      LOG.debug("where it failed", e);
    }
  }
}
