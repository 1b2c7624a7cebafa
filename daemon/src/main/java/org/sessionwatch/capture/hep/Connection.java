package org.sessionwatch.capture.hep;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.stream.LiveStream;

/** What is known of one connection. Guarded by the handler's lock. */
final class Connection implements LiveStream.Content {
  /** A message is sent at once: who needs longer hangs, or holds the connection for harm. */
  private static final long LONGEST_MESSAGE_US = 30_000_000;

  private final InetAddress sender;
  private final Intake intake;
  private final LiveStream stream = new LiveStream();
  private long lastReadUs;
  private long messageSinceUs;
  private boolean secured;
  private boolean proven;
  private @Nullable CaptureSource source;

  Connection(InetAddress sender, Intake intake, long nowUs) {
    this.sender = sender;
    this.intake = intake;
    this.lastReadUs = nowUs;
    this.messageSinceUs = nowUs;
  }

  /** Takes what was read; false when the connection cannot be read any further. */
  boolean take(byte[] bytes, int from, int to, long nowUs) {
    lastReadUs = nowUs;
    boolean wasBetween = !isInside();
    boolean readable = stream.take(bytes, from, to, this);
    intake.handOn();
    if (wasBetween && isInside()) {
      messageSinceUs = nowUs;
    }
    return readable;
  }

  @Override
  public void message(byte[] bytes, int from, int to) {
    messageSinceUs = lastReadUs; // what follows it in the stream began now
    CaptureSource heard = intake.take(bytes, from, to, sender, lastReadUs);
    if (heard != null) {
      source = heard;
      proven = true;
    }
  }

  InetAddress sender() {
    return sender;
  }

  /** Whose messages it brought last; null before the first one. */
  @Nullable CaptureSource source() {
    return source;
  }

  void secure() {
    secured = true;
  }

  /** Whether TLS was agreed on. */
  boolean isSecured() {
    return secured;
  }

  /** Whether a SIP message has come that was taken. */
  boolean isProven() {
    return proven;
  }

  /** Whether a message has begun and not ended. */
  boolean isInside() {
    return stream.bytesHeld() > 0;
  }

  /** When the message that it is inside of began; when the last one ended otherwise. */
  long messageSinceUs() {
    return messageSinceUs;
  }

  long lastReadUs() {
    return lastReadUs;
  }

  /** Whether the message that it is inside of takes too long. */
  boolean isStalled(long nowUs) {
    return isInside() && nowUs - messageSinceUs > LONGEST_MESSAGE_US;
  }
}
