package org.sessionwatch.session;

/** How it shows that a feed lost messages. */
public enum GapCause {
  /** The kernel dropped packets because a buffer was full. */
  SOCKET,
  /** A queue inside the daemon was full. */
  QUEUE,
  /** A source that used to speak is silent. */
  SILENCE,
  /** A stream had a hole, its connection broke, or a recording is damaged. */
  STREAM
}
