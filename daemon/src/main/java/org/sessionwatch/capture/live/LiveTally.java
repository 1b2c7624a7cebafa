package org.sessionwatch.capture.live;

import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.capture.pcap.LiveFrames;
import org.sessionwatch.capture.recording.RecordingCounts;

/**
 * What one interface brought, over all the times that it was opened. The thread that reads the
 * packets counts, any thread may look.
 */
final class LiveTally {
  private final String device;
  private final RecentMessages recent;
  private long duplicates;
  private long firstMessageAtUs;
  private long lastMessageAtUs;
  private LiveCounters earlier;
  private volatile LiveCounters now;

  LiveTally(String device, RecentMessages recent) {
    this.device = device;
    this.recent = recent;
    this.earlier = new LiveCounters(device, false, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    this.now = earlier;
  }

  /** A message was found. */
  void heard(CapturedMessage message) {
    long atUs = message.receivedAtUs();
    firstMessageAtUs = firstMessageAtUs == 0 ? atUs : firstMessageAtUs;
    lastMessageAtUs = atUs;
    if (recent.isKnown(message.sip(), atUs)) {
      duplicates++;
    }
  }

  /** What the frames of this opening held until now, and what the kernel dropped meanwhile. */
  void update(LiveFrames frames, long dropped) {
    now = sum(frames, dropped, true, earlier.outages());
  }

  /** This opening has come to its end. */
  void outage(LiveFrames frames, long dropped) {
    earlier = sum(frames, dropped, false, earlier.outages() + 1);
    now = earlier;
  }

  private LiveCounters sum(LiveFrames frames, long dropped, boolean up, long outages) {
    RecordingCounts counts = frames.counts();
    return new LiveCounters(
        device,
        up,
        earlier.packets() + counts.frames(),
        earlier.messages() + counts.messages(),
        duplicates,
        earlier.malformed() + counts.malformed(),
        earlier.gaps() + frames.gaps(),
        earlier.droppedByKernel() + dropped,
        outages,
        firstMessageAtUs,
        lastMessageAtUs);
  }

  LiveCounters counters() {
    return now;
  }
}
