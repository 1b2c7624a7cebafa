package org.sessionwatch.capture.replay;

import java.io.IOException;
import java.io.Serial;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import org.apache.mina.core.write.WriteToClosedSessionException;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.SocketAddresses;

/** A recording could not be sent. The message is one line for people and names the target. */
public final class ReplayException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private ReplayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  static ReplayException of(InetSocketAddress target, @Nullable Throwable cause) {
    return new ReplayException(
        "cannot send HEP to " + SocketAddresses.text(target) + " (UDP): " + why(target, cause),
        cause);
  }

  private static String why(InetSocketAddress target, @Nullable Throwable cause) {
    if (target.isUnresolved()) {
      return "no address is known for that name";
    }
    // A write that fails tells MINA's log alone why; on UDP it is this or a closed way.
    if (cause == null
        || cause instanceof PortUnreachableException
        || cause instanceof WriteToClosedSessionException) {
      return "nothing listens there; start `sessionwatch run`, or give the address of its"
          + " hep.listen";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
