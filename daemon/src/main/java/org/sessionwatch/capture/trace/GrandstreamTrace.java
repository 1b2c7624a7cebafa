package org.sessionwatch.capture.trace;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.SipStart;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;

/**
 * Reads the log of a Grandstream UCM.
 *
 * <pre>
 * [5091][2021-01-11@21:09:33.868] sipWebRTC:INFO: Recv:
 * UPDATE sips:2024@127.0.0.1:54820;transport=ws SIP/2.0
 * …
 * </pre>
 *
 * A message lasts until the next stamped line. Its time has no zone and is taken for UTC; its
 * addresses are not told.
 */
public final class GrandstreamTrace implements RecordingReader {
  private static final byte[] LINE_END = {'\r', '\n'};

  private final ByteFeed feed;
  private final TraceLines lines;
  private final CaptureSource source;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private @Nullable GrandstreamStamp open;
  private boolean ended;
  private long frames;
  private long sip;
  private long ignored;
  private long malformed;

  /** A reader at the feed's start. The reader closes the feed. */
  public GrandstreamTrace(ByteFeed feed) {
    this.feed = feed;
    this.lines = new TraceLines(feed);
    this.source = new CaptureSource(0, null, feed.name());
  }

  /**
   * Whether one of the feed's first lines is the stamp of a message.
   *
   * @throws RecordingException when reading fails
   */
  public static boolean recognises(ByteFeed feed) throws RecordingException {
    return TraceLines.first(feed)
        .map(GrandstreamStamp::of)
        .anyMatch(stamp -> stamp != null && stamp.message());
  }

  @Override
  public @Nullable CapturedMessage next() throws RecordingException {
    while (!ended) {
      GrandstreamStamp before = open;
      byte[] line = lines.next();
      GrandstreamStamp stamp = line == null ? null : GrandstreamStamp.of(TraceLines.text(line));
      if (line != null && stamp == null) {
        add(line);
        continue;
      }
      open = stamp;
      ended = line == null;
      CapturedMessage message = before == null ? null : conclude(before);
      block.reset();
      if (message != null) {
        return message;
      }
    }
    return null;
  }

  /** The log has the lines of a message without their carriage returns, which SIP wants. */
  private void add(byte[] line) {
    boolean beforeTheMessage = block.size() == 0 && line.length == 0;
    if (open != null && open.message() && !beforeTheMessage && block.size() <= TraceLines.LONGEST) {
      block.writeBytes(line);
      block.writeBytes(LINE_END);
    }
  }

  private @Nullable CapturedMessage conclude(GrandstreamStamp stamp) {
    frames++;
    boolean cut = ended && lines.isUnfinished();
    byte[] message = GrandstreamText.message(block.toByteArray(), cut);
    if (!stamp.message() || !SipStart.isSip(message, 0, message.length)) {
      ignored++;
      return null;
    }
    if (block.size() > TraceLines.LONGEST) {
      malformed++;
      return null;
    }
    sip++;
    return new CapturedMessage(source, stamp.timeUs(), stamp.timeUs(), null, null, message);
  }

  @Override
  public RecordingCounts counts() {
    return RecordingCounts.ofTrace(frames, sip, ignored, malformed);
  }

  @Override
  public long position() {
    return feed.offset();
  }

  @Override
  public @Nullable String warning() {
    return null;
  }

  @Override
  public void close() throws RecordingException {
    feed.close();
  }
}
