package org.sessionwatch.capture.live;

import org.sessionwatch.capture.pcap.LiveFrames;
import org.sessionwatch.capture.recording.RecordingCounts;

/**
 * What one interface brought, over all the times that it was opened. The thread that reads the
 * packets counts, any thread may look.
 */
final class LiveTally {
  private final String device;
  private LiveCounters earlier;
  private volatile LiveCounters now;

  LiveTally(String device) {
    this.device = device;
    this.earlier = new LiveCounters(device, false, 0, 0, 0, 0, 0, 0);
    this.now = earlier;
  }

  /** What the frames of this opening held until now, and what the kernel dropped meanwhile. */
  void update(LiveFrames frames, long dropped) {
    now = sum(frames, dropped, true);
  }

  /** This opening has come to its end. */
  void outage(LiveFrames frames, long dropped) {
    LiveCounters sum = sum(frames, dropped, false);
    earlier =
        new LiveCounters(
            device,
            false,
            sum.packets(),
            sum.messages(),
            sum.malformed(),
            sum.gaps(),
            sum.droppedByKernel(),
            sum.outages() + 1);
    now = earlier;
  }

  private LiveCounters sum(LiveFrames frames, long dropped, boolean up) {
    RecordingCounts counts = frames.counts();
    return new LiveCounters(
        device,
        up,
        earlier.packets() + counts.frames(),
        earlier.messages() + counts.messages(),
        earlier.malformed() + counts.malformed(),
        earlier.gaps() + frames.gaps(),
        earlier.droppedByKernel() + dropped,
        earlier.outages());
  }

  LiveCounters counters() {
    return now;
  }
}
