package org.sessionwatch.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sessionwatch.benchmarks.feed.CallFeed;

/**
 * The Markdown table, written anew after each row, so that a run that is cut short leaves what it
 * found.
 */
final class Report {
  private final Options options;
  private final Machine machine;
  private final Instant began = Instant.now();
  private final Map<Integer, List<Outcome>> rows = new TreeMap<>();
  private final Map<Integer, String> holds = new TreeMap<>();

  Report(Options options, Machine machine) {
    this.options = options;
    this.machine = machine;
  }

  /**
   * Adds a row.
   *
   * @param measured what the run itself found of what holds it; may be empty
   */
  void add(int row, List<Outcome> outcomes, String measured) {
    rows.put(row, outcomes);
    holds.put(row, measured);
  }

  void write() throws IOException {
    Files.writeString(options.output(), text());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append("# What sessionwatch costs, side by side with its peers\n\n");
    text.append(
        "Written by `benchmarks/run`; nothing here is by hand. Each ratio is the median of paired rounds, with the\n");
    text.append(
        "least and the most in brackets. Absolute figures are of this machine, on which load, daemon, PostgreSQL and\n");
    text.append("peers share the cores.\n\n");
    text.append(
        "- run: %s, rows %s, %d rounds, loads of %d s, %s dialogs at most, a capture of %d MB%n"
            .formatted(
                began.truncatedTo(ChronoUnit.MINUTES),
                options.rows(),
                options.rounds(),
                options.seconds(),
                Spread.figure(options.dialogs()),
                options.captureMegabytes()));
    machine.lines().forEach(line -> text.append("- ").append(line).append('\n'));
    text.append(
        "- feed: half calls (INVITE to BYE with one refresh, each message mirrored on both sides of a proxy), half\n");
    text.append(
        "  REGISTER and OPTIONS; %.0f bytes of HEP a message; one call of 512 raises a critical alert%n"
            .formatted(CallFeed.averageLength()));
    text.append(
        "\n| # | goal | sessionwatch | against | ratio (least to most) | lost | verdict |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    rows.forEach(
        (row, outcomes) ->
            outcomes.forEach(outcome -> text.append(outcome.line(row)).append('\n')));
    holds(text);
    text.append("\nNotes\n\n");
    rows.forEach(
        (row, outcomes) ->
            outcomes.stream()
                .filter(outcome -> !outcome.note().isEmpty())
                .forEach(outcome -> text.append("- %d: %s%n".formatted(row, outcome.note()))));
    return text.toString();
  }

  private String held(int row) {
    String known = Holds.back(row);
    String measured = holds.getOrDefault(row, "");
    return measured.isEmpty() || known.isEmpty() ? known + measured : measured + ". " + known;
  }

  /** What stands between the rows and their goals. */
  private void holds(StringBuilder text) {
    StringBuilder lines = new StringBuilder();
    rows.forEach(
        (row, outcomes) -> {
          if (outcomes.stream().anyMatch(Outcome::isMissed)) {
            lines.append("- %d: %s%n".formatted(row, held(row)));
          }
        });
    if (!lines.isEmpty()) {
      text.append("\nWhat holds those that are missed\n\n").append(lines);
    }
  }
}
