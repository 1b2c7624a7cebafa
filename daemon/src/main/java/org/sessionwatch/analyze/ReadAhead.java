package org.sessionwatch.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.sip.SipScan;
import org.sessionwatch.sip.SipScanner;

/**
 * Reads recordings and scans their messages on a thread of its own, while the thread that calls
 * judges what was read before: a large capture takes the time of the longer of the two.
 */
final class ReadAhead {
  /** Handed over at once, so that the hand-over costs next to nothing. */
  private static final int BATCH = 256;

  /** How far reading may be ahead, in batches: some megabytes. */
  private static final int BATCHES = 16;

  /** The last one is empty. */
  private final BlockingQueue<List<Step>> batches = new ArrayBlockingQueue<>(BATCHES);

  private final MergedRecordings recordings;
  private List<Step> batch = new ArrayList<>(BATCH);

  /** What ended reading before its time; written before the end is handed over. */
  private @Nullable Throwable failure;

  private ReadAhead(MergedRecordings recordings) {
    this.recordings = recordings;
  }

  /** A message, or a place where some are missing, on its way to be judged. */
  private interface Step {
    void tell(Analysis analysis);
  }

  /** Has all that the recordings hold judged, in order. */
  static void judge(MergedRecordings recordings, Analysis analysis) {
    ReadAhead ahead = new ReadAhead(recordings);
    Thread reader = new Thread(ahead::read, "recordings");
    reader.setDaemon(true);
    reader.start();
    try {
      ahead.tell(analysis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while recordings were read", e);
    } finally {
      reader.interrupt(); // it has ended, unless judging failed
    }
  }

  private void tell(Analysis analysis) throws InterruptedException {
    for (List<Step> next = batches.take(); !next.isEmpty(); next = batches.take()) {
      for (Step step : next) {
        step.tell(analysis);
      }
    }
    if (failure != null) {
      throw new IllegalStateException("recordings could not be read on", failure);
    }
  }

  private void read() {
    try {
      recordings.forEach(
          this::message,
          (recording, fromUs, untilUs, pieces) ->
              add(analysis -> analysis.lost(recording, fromUs, untilUs, pieces)));
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    if (!batch.isEmpty()) {
      hand(batch);
    }
    hand(List.of());
  }

  private void message(CapturedMessage captured) {
    SipScan scan = SipScanner.scan(captured.sip());
    add(analysis -> analysis.message(captured, scan));
  }

  private void add(Step step) {
    batch.add(step);
    if (batch.size() == BATCH) {
      hand(batch);
      batch = new ArrayList<>(BATCH);
    }
  }

  private void hand(List<Step> full) {
    try {
      batches.put(full);
    } catch (InterruptedException e) {
      // Nobody judges any more.
      throw new IllegalStateException("interrupted", e);
    }
  }
}
