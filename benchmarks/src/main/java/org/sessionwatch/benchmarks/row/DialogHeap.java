package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;
import org.sessionwatch.benchmarks.peer.Sngrep;

/** Row 6: what an open dialog takes of the heap, beside what a call takes of sngrep's memory. */
public final class DialogHeap implements Row {
  private static final double LIMIT = 700;
  private static final List<String> ROOM = List.of("-Xmx8g");
  private static final int FEWER_CALLS = 1_000;
  private static final int MORE_CALLS = 4_000;

  @Override
  public int number() {
    return 6;
  }

  @Override
  public String title() {
    return "heap an open dialog, against sngrep's memory a call";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    int dialogs = bench.options().dialogs();
    StringBuilder growth = new StringBuilder("by the number of dialogs:");
    for (int fewer = 1_000; fewer < dialogs; fewer *= 10) {
      Figures found = InProcess.run(bench, HeapMain.class, ROOM, Integer.toString(fewer));
      growth.append(" %s: %s B,".formatted(figure(fewer), figure(found.get("settled"))));
    }
    List<Double> settled = new ArrayList<>();
    double refreshing = 0;
    double lost = 0;
    for (int round = 0; round < Math.min(2, bench.options().rounds()); round++) {
      Figures found = InProcess.run(bench, HeapMain.class, ROOM, Integer.toString(dialogs));
      settled.add(found.get("settled"));
      refreshing = found.get("refreshing");
      lost = found.get("lost");
      bench.say(
          "%.0f B a dialog, %.0f B while all refresh at once, %.0f B with three alerts in doubt",
          found.get("settled"), refreshing, lost);
    }
    growth.append(" %s: %s B; ".formatted(figure(dialogs), figure(Spread.of(settled).median())));
    growth
        .append("while every dialog is being refreshed at once: ")
        .append(figure(refreshing))
        .append(" B; when the mirror lost all ends, with three alerts in doubt each: ")
        .append(figure(lost))
        .append(" B");
    return List.of(
        new Outcome(
            "heap an open dialog ≤ 700 B at " + figure(dialogs) + " dialogs",
            Spread.of(settled).text() + " B",
            sngrep(bench) + "; a timer wheel alone: 16 B a timer",
            settled.stream().map(bytes -> bytes / LIMIT).toList(),
            1,
            false,
            "nothing",
            growth.toString()));
  }

  /** By what its memory differs between holding more and fewer of the same calls. */
  private static String sngrep(Bench bench) throws IOException {
    if (bench.options().peers().isEmpty()) {
      return "sngrep: not here";
    }
    long fewer = Sngrep.residentBytes(bench, FEWER_CALLS);
    long more = Sngrep.residentBytes(bench, MORE_CALLS);
    return "sngrep: %s B a call of 18 messages"
        .formatted(figure((double) (more - fewer) / (MORE_CALLS - FEWER_CALLS)));
  }
}
