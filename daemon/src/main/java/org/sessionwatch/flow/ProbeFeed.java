package org.sessionwatch.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.pbx.probe.ProbeListener;
import org.sessionwatch.pbx.probe.ProbeResult;
import org.sessionwatch.store.PbxStatus;
import org.sessionwatch.time.Micros;

/** What PBXs answer to OPTIONS, on its way into the database. */
public final class ProbeFeed implements ProbeListener {
  private final Consumer<PbxStatus> statuses;

  public ProbeFeed(Consumer<PbxStatus> statuses) {
    this.statuses = statuses;
  }

  @Override
  public void probed(ProbeResult result, boolean changed) {
    statuses.accept(
        new PbxStatus(
            result.pbx(),
            result.up(),
            Micros.toInstant(result.sinceUs()),
            Micros.toInstant(result.checkedAtUs()),
            milliseconds(result.roundTripUs()),
            result.supportsTimer(),
            result.allowsUpdate()));
  }

  private static @Nullable Double milliseconds(@Nullable Long us) {
    return us == null ? null : us / 1_000.0;
  }
}
