package org.sessionwatch.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogIds;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;
import org.sessionwatch.session.TimerStatus;
import org.sessionwatch.time.SteadyClock;

/**
 * What the history takes on disk, and how fast it is written compared to a plain COPY of the same
 * rows into the same tables: docs/sizing.md tells how to run it. Calls are begun in rounds of 20
 * 000 that go on side by side, so that each refresh finds its dialog in another batch than the
 * last.
 */
public final class IngestMeasure {
  private static final int ROUND = Integer.getInteger("sessionwatch.measure.round", 20_000);
  private static final int REFRESHES = 10;
  private static final int BATCH = Integer.getInteger("sessionwatch.measure.batch", 5_000);
  private static final int STEP = Integer.getInteger("sessionwatch.measure.step", 1_000_000);

  private final RealServer server;
  private final HistoryStore store;
  private final SteadyClock clock = new SteadyClock();
  private final PrintStream out;
  private final List<Effect> batch = new ArrayList<>(BATCH);
  private long writingUs;
  private long refreshes;

  private IngestMeasure(RealServer server, PrintStream out) {
    this.server = server;
    this.out = out;
    this.store = new HistoryStore(server.settings(), Map.of("asterisk1", PbxKind.ASTERISK));
  }

  /** Arguments: refresh rows, in millions. */
  public static void main(String[] arguments) throws Exception {
    int millions = Integer.parseInt(arguments[0]);
    try (RealServer server = RealServer.embeddedRelease()) {
      new IngestMeasure(server, System.out).run(millions);
    }
    System.exit(0);
  }

  private void run(int millions) throws Exception {
    store.migrate();
    int begun = 0;
    for (int step = 1; step <= millions; step++) {
      long before = writingUs;
      while (refreshes < (long) step * STEP) {
        round(begun);
        begun += ROUND;
      }
      double seconds = (writingUs - before) / 1e6;
      out.printf("step %d: %.0f refreshes/s with their dialogs%n", step, STEP / seconds);
      if (step == 1 || step == millions) {
        sizes();
      }
    }
    server.ask("VACUUM ANALYZE");
    sizes();
    compare(Math.min(refreshes, STEP));
    store.close();
  }

  private void round(int first) {
    for (int refresh = 0; refresh <= REFRESHES + 1; refresh++) {
      for (int call = first; call < first + ROUND; call++) {
        batch.add(effect(call, refresh));
        if (batch.size() == BATCH) {
          flush();
        }
      }
    }
    refreshes += (long) ROUND * REFRESHES;
  }

  private void flush() {
    long begunUs = clock.nowUs();
    store.write(batch);
    writingUs += clock.nowUs() - begunUs;
    batch.clear();
  }

  private static Effect effect(int call, int refresh) {
    Instant begun = Calls.START.plusMillis(call * 10L);
    Dialog dialog = dialog(call, begun, begun.plusSeconds(refresh * 900L));
    if (refresh == 0) {
      return new Effect.Established(dialog);
    }
    if (refresh > REFRESHES) {
      return new Effect.Ended(Calls.ended(dialog, begun.plusSeconds(refresh * 900L), EndCause.BYE));
    }
    return new Effect.Refreshed(
        dialog, Calls.refreshed(refresh, 100L + refresh, call * 10L + refresh * 900_000L, 12));
  }

  /** As long as such names are on real PBXs. */
  static Dialog dialog(int call, Instant begun, Instant refreshed) {
    String id =
        java.util
            .UUID
            .nameUUIDFromBytes(
                new byte[] {
                  (byte) (call >> 24), (byte) (call >> 16), (byte) (call >> 8), (byte) call
                })
            .toString();
    return new Dialog(
        DialogIds.dialogId(id, "as" + call, id),
        id + "@192.0.2.17",
        "asterisk1",
        new Party(
            "as" + id.substring(0, 8),
            "sip:+4930" + call + "@trunk.example.net",
            "Yealink SIP-T46S 66.86.0.15",
            true,
            true),
        new Party(
            id, "sip:" + call % 1000 + "@pbx.example.com:5060", "Asterisk PBX 22.10.1", true, true),
        begun.minusMillis(2_300),
        begun,
        null,
        null,
        true,
        new TimerStatus(TimerState.ACTIVE, 1_800, Side.CALLER, 90, refreshed),
        new Channel(
            "PJSIP/provider1-%08x".formatted(call), "17637" + call + ".2", "17637" + call + ".1"),
        null,
        null);
  }

  private void sizes() throws Exception {
    out.println("table|rows|bytes a row|of that indexes");
    for (String table : List.of("dialog", "refresh", "dialog_key")) {
      server
          .ask(
              ("SELECT '%1$s', n, round(total / n::numeric, 1), round(indexes / n::numeric, 1)"
                      + " FROM (SELECT count(*) AS n FROM sessionwatch.%1$s) c,"
                      + " (SELECT sum(pg_total_relation_size(c.oid)) AS total, sum(pg_indexes_size(c.oid)) AS indexes"
                      + " FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'sessionwatch'::regnamespace"
                      + " AND (relname = '%1$s' OR relname LIKE '%1$s\\_p2%%' OR relname = '%1$s_default')) s")
                  .formatted(table))
          .forEach(out::println);
    }
    server
        .ask(
            "SELECT '  ' || regexp_replace(indexrelid::regclass::text, 'p\\d+_', ''), sum(pg_relation_size(indexrelid)) / 1024 || ' kB'"
                + " FROM pg_index JOIN pg_class c ON c.oid = indrelid WHERE c.relnamespace = 'sessionwatch'::regnamespace"
                + " AND c.relispartition GROUP BY 1 HAVING sum(pg_relation_size(indexrelid)) > 1000000 ORDER BY 1")
        .forEach(out::println);
  }

  /**
   * The daemon's way and plain COPY, both into empty tables, both a transaction a batch of 1000.
   */
  private void compare(long rows) throws Exception {
    Path dialogs = Files.createTempFile("dialog", ".copy");
    Path lines = Files.createTempFile("refresh", ".copy");
    try (Connection connection = server.connect("postgres")) {
      PGConnection pg = connection.unwrap(PGConnection.class);
      export(
          pg,
          "SELECT d.* FROM sessionwatch.dialog d ORDER BY first_heard_at LIMIT " + rows / REFRESHES,
          dialogs);
      export(
          pg,
          "SELECT r.* FROM sessionwatch.refresh r JOIN (SELECT dialog_id FROM sessionwatch.dialog ORDER BY first_heard_at LIMIT "
              + rows / REFRESHES
              + ") d USING (dialog_id) ORDER BY requested_at",
          lines);
      for (int batchRows : new int[] {BATCH, Integer.MAX_VALUE}) {
        server.ask("TRUNCATE sessionwatch.dialog, sessionwatch.refresh, sessionwatch.dialog_key");
        long dialogUs = copy(pg, "dialog", dialogs, batchRows);
        long refreshUs = copy(pg, "refresh", lines, batchRows);
        out.printf(
            "plain COPY, %s rows a transaction: %.0f refreshes/s alone, %.0f with their dialogs once%n",
            batchRows == BATCH ? BATCH : "all",
            rows * 1e6 / refreshUs,
            rows * 1e6 / (refreshUs + dialogUs));
      }
      server.ask("TRUNCATE sessionwatch.dialog, sessionwatch.refresh, sessionwatch.dialog_key");
      writingUs = 0;
      refreshes = 0;
      for (int call = 0; refreshes < rows; call += ROUND) {
        round(call);
      }
      out.printf(
          "the daemon: %.0f refreshes/s with their dialogs at each, %.0f changes/s%n",
          rows * 1e6 / writingUs, rows * 1e6 / writingUs * (REFRESHES + 2) / REFRESHES);
    } finally {
      Files.delete(dialogs);
      Files.delete(lines);
    }
  }

  private static void export(PGConnection pg, String query, Path to) throws Exception {
    try (OutputStream file = Files.newOutputStream(to)) {
      pg.getCopyAPI().copyOut("COPY (" + query + ") TO STDOUT", file);
    }
  }

  private long copy(PGConnection pg, String table, Path from, int batchRows) throws Exception {
    long us = 0;
    String sql = "COPY sessionwatch." + table + " FROM STDIN";
    if (batchRows == Integer.MAX_VALUE) {
      long begunUs = clock.nowUs();
      try (InputStream file = Files.newInputStream(from)) {
        pg.getCopyAPI().copyIn(sql, file);
      }
      return clock.nowUs() - begunUs;
    }
    List<String> all = Files.readAllLines(from);
    for (int i = 0; i < all.size(); i += batchRows) {
      String text = String.join("\n", all.subList(i, Math.min(all.size(), i + batchRows))) + "\n";
      long begunUs = clock.nowUs();
      copyText(pg, sql, text);
      us += clock.nowUs() - begunUs;
    }
    return us;
  }

  private static void copyText(PGConnection pg, String sql, String text)
      throws IOException, java.sql.SQLException {
    pg.getCopyAPI().copyIn(sql, new java.io.StringReader(text));
  }
}
