package org.sessionwatch.benchmarks.row;

import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;

/**
 * Row 11: the collector's pauses against what the socket buffer bridges; row 2 finds them on its
 * way.
 */
public final class Pauses implements Row {
  @Override
  public int number() {
    return 11;
  }

  @Override
  public String title() {
    return "pauses against the socket buffer";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    Outcome known = bench.pauses();
    if (known == null) {
      new CpuAtRate().measure(bench);
      known = bench.pauses();
    }
    return known == null ? List.of() : List.of(known);
  }
}
