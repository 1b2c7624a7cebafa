package org.sessionwatch.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The run as a table for people: each story, what was expected, and what was seen. */
final class Report {
  private final String text;

  Report(LabRun run) {
    List<String> lines = new ArrayList<>();
    lines.add("# The lab's run");
    lines.add("");
    lines.add("Instants are seconds since the call was established.");
    lines.add("");
    lines.add(
        "| story | expected | seen live | told by NOTIFY after | seen by `analyze` on the wire"
            + " | by `analyze` on the HEP heard | by the restarted daemon |");
    lines.add("|---|---|---|---|---|---|---|");
    for (Story story : Story.values()) {
      lines.add(row(run, story.slug(), story.expected, story.callId()));
    }
    lines.add(row(run, "two-legs, second leg", Story.TWO_LEGS.expected, run.secondLeg()));
    lines.add("");
    lines.add("| PBX | OPTIONS over | up | round trip | supports timer | allows UPDATE |");
    lines.add("|---|---|---|---|---|---|");
    pbxs(lines, run.history(), "UDP");
    pbxs(lines, run.historyRestarted(), "TCP");
    lines.add("");
    lines.add("| sender | messages on the wire | heard | of its call |");
    lines.add("|---|---|---|---|");
    for (Sender sender : Sender.values()) {
      lines.add(row(run, sender));
    }
    lines.add("");
    for (Watcher.End end : run.ends()) {
      lines.add("SIGTERM: exit " + end.status() + " after " + end.took().toMillis() + " ms  ");
    }
    text = String.join("\n", lines) + "\n";
  }

  private static String row(LabRun run, String name, String expected, String callId) {
    List<Verdict> live = run.history().of(callId).stream().map(LiveDialog::verdict).toList();
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            name,
            expected,
            told(live),
            live.isEmpty() ? "-" : delays(run, live.get(0)),
            told(of(run.wire().verdicts(), callId)),
            against(live, of(run.heard().verdicts(), callId)),
            against(live, of(run.historyRestarted().verdicts(), callId)));
  }

  private static String row(LabRun run, Sender sender) {
    long heard = run.senders().feeds().stream().filter(sender::is).mapToLong(Feed::messages).sum();
    return "| %s | %d | %d | %s |"
        .formatted(
            sender.slug(),
            run.senders().wire(sender).size(),
            heard,
            told(of(run.senders().history().verdicts(), sender.callId())));
  }

  private static List<Verdict> of(List<Verdict> verdicts, String callId) {
    return verdicts.stream().filter(verdict -> verdict.callId().equals(callId)).toList();
  }

  private static String told(List<Verdict> verdicts) {
    return verdicts.isEmpty()
        ? "nothing"
        : String.join(" AND ", verdicts.stream().map(Verdict::told).toList());
  }

  private static String against(List<Verdict> live, List<Verdict> other) {
    boolean same =
        live.size() == 1
            && other.size() == 1
            && Comparison.difference(other.get(0), live.get(0)).isEmpty();
    return same ? "the same" : told(other);
  }

  private static String delays(LabRun run, Verdict live) {
    List<String> delays = new ArrayList<>();
    for (Verdict.Alert alert : live.alerts()) {
      Optional<AlertListener.Heard> heard = run.alerts().raised(live.callId(), alert.kind());
      String delay =
          heard
              .map(one -> Duration.between(alert.raisedAt(), one.at()).toMillis() + " ms")
              .orElse("never");
      delays.add(alert.kind() + " " + delay);
    }
    return delays.isEmpty() ? "" : String.join(", ", delays);
  }

  private static void pbxs(List<String> lines, History history, String transport) {
    for (History.PbxRow pbx : history.pbxs()) {
      lines.add(
          "| %s | %s | %s | %s ms | %s | %s |"
              .formatted(
                  pbx.name(),
                  transport,
                  pbx.up(),
                  pbx.roundTripMs(),
                  pbx.supportsTimer(),
                  pbx.allowsUpdate()));
    }
  }

  void write(Path file) throws IOException {
    Files.writeString(file, text);
  }

  void print() {
    System.out.println(text);
  }
}
