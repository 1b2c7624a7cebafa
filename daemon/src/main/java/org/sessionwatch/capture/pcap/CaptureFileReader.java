package org.sessionwatch.capture.pcap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.capture.recording.RecordingReader;

/** What readers of capture files have in common: frame by frame, message by message. */
abstract class CaptureFileReader implements RecordingReader {
  /** Longer frames are damage: tcpdump and Wireshark refuse them too. */
  static final int LONGEST_FRAME = 262_144;

  final ByteFeed feed;
  final FrameReader frames;
  private @Nullable String damage;
  private boolean ended;

  CaptureFileReader(ByteFeed feed) {
    this.feed = feed;
    this.frames = new FrameReader(feed.name());
  }

  /**
   * Hands the next frame to {@link #frames}, if the next part of the file is one.
   *
   * @return false at the end
   */
  abstract boolean readOn() throws RecordingException;

  @Override
  public final @Nullable CapturedMessage next() throws RecordingException {
    CapturedMessage message = frames.poll();
    while (message == null && !ended) {
      if (!readOn()) {
        ended = true;
        frames.finish();
      }
      message = frames.poll();
    }
    return message;
  }

  /** The file cannot be read beyond this; false, for {@link #readOn}. */
  final boolean endsBadly(String how) {
    long whole = frames.counts().frames();
    damage = how + ", in frame " + (whole + 1) + "; the " + whole + " before it were read";
    return false;
  }

  final boolean isCutOff(int width) {
    return endsBadly("cut off at byte " + (feed.offset() + width));
  }

  /** What else is worth telling of the file, each a part of a sentence. */
  List<String> remarks() {
    return List.of();
  }

  @Override
  public final @Nullable String warning() {
    List<String> all = new ArrayList<>();
    if (damage != null) {
      all.add(damage);
    }
    all.addAll(remarks());
    all.addAll(frames.remarks());
    return all.isEmpty() ? null : feed.name() + ": " + String.join("; ", all);
  }

  @Override
  public final RecordingCounts counts() {
    return frames.counts();
  }

  @Override
  public final long holes() {
    return frames.gaps();
  }

  @Override
  public final long position() {
    return feed.offset();
  }

  @Override
  public final void close() throws RecordingException {
    feed.close();
  }
}
