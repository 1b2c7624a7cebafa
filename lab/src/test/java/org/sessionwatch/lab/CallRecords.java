package org.sessionwatch.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Two calls that Asterisk's timer drops, with its CDR and CEL written into the daemon's database by
 * cdr_pgsql and cel_pgsql: an Asterisk and a daemon of their own, beside the lab's. Used by one
 * thread.
 *
 * <p>With {@code -Dsessionwatch.records=write} the recording and its rows become those from which
 * {@code docs/reports/samples.md} is made.
 */
final class CallRecords {
  /** Of the first call, one leg; of the second, two. */
  static final int DIALOGS = 3;

  /** The call whose caller leaves the refreshing undone. */
  static final String CALLER_SILENT = "carol-8004@pbx.example";

  /** The caller's leg of the call in which the phone that Asterisk calls does. */
  static final String CALLEE_SILENT = "kate-201@pbx.example";

  private static final boolean WRITE = "write".equals(System.getProperty("sessionwatch.records"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CALLS_WRITTEN =
      "ended_at IS NOT NULL AND hangup_cause IS NOT NULL"
          + " AND (SELECT count(*) FROM cdr) = 2"
          + " AND (SELECT count(*) FROM cel WHERE eventtype = 'LINKEDID_END') = 2";

  private final Lab lab;
  private final LabPorts ports = LabPorts.pick();
  private final Path folder;
  private final Watcher watcher;
  private final List<LabProcess> phones = new ArrayList<>();
  private @Nullable LabProcess capture;
  private @Nullable History history;
  private List<JsonNode> drops = List.of();
  private List<JsonNode> story = List.of();
  private Watcher.@Nullable End end;

  /** Starts the daemon; {@link #awaitReady} waits until all is at work. */
  CallRecords(Lab lab) throws IOException {
    this.lab = lab;
    folder = lab.beside("records", ports);
    watcher = lab.watchRecords(folder, "daemon", ports);
  }

  /** Makes the tables in the daemon's database, then starts Asterisk: it asks for their columns. */
  void awaitReady() throws SQLException, IOException {
    watcher.awaitReady();
    try (Connection database = watcher.connect();
        Statement statement = database.createStatement()) {
      statement.execute(Files.readString(lab.file("sql/asterisk.sql")));
      statement.execute("ALTER ROLE CURRENT_USER SET timezone = 'UTC'");
    }
    Files.writeString(
        folder.resolve("settings"), watcher.databaseSettings(), StandardOpenOption.APPEND);
    capture =
        lab.start(
            folder, "wire", List.of("capture", "wire.pcap", "udp port " + ports.asteriskSip()));
    capture.awaitOutput("listening on lo");
    LabProcess asterisk = lab.start(folder, "asterisk", List.of("asterisk"));
    asterisk.awaitOutput("Asterisk Ready.");
    asterisk.awaitOutput("Manager 'sessionwatch' logged on");
  }

  /** Begins; {@link #settle} waits for the end. */
  void play() {
    List<String> sue = List.of("-p", String.valueOf(ports.callee()));
    phones.add(phone("sue", "callee-silent", "Yealink SIP-T46U 108.86.0.45", "uas", sue));
    phones.add(
        caller("carol", "silent", "8004", "Grandstream GXP2170 1.0.11.79", "uac", CALLER_SILENT));
    phones.add(caller("kate", "hung-up", "201", "snomD785/10.1.169.15", "uas", CALLEE_SILENT));
  }

  private LabProcess caller(
      String name, String scenario, String extension, String agent, String refresher, String call) {
    String asterisk = "127.0.0.1:" + ports.asteriskSip();
    return phone(
        name, scenario, agent, refresher, List.of("-s", extension, "-cid_str", call, asterisk));
  }

  private LabProcess phone(
      String name, String scenario, String agent, String refresher, List<String> more) {
    List<String> keys =
        List.of("-key", "caller", name, "-key", "name", name, "-key", "agent", agent);
    return lab.start(
        folder,
        name,
        Story.joined(
            List.of("sipp", name, scenario), keys, List.of("-key", "refresher", refresher), more));
  }

  /** Waits until all is in the database, asks for the reports and ends the daemon. */
  void settle() throws SQLException, IOException {
    for (LabProcess phone : phones) {
      if (phone.awaitExit(Story.LONGEST) != 0) {
        throw new AssertionError("a call did not go as its scenario says; see " + folder);
      }
    }
    try (Connection database = watcher.connect()) {
      LabRun.awaitCount(database, CALLS_WRITTEN, DIALOGS, LabRun.SETTLED_AT_LAST);
      history = History.read(database);
      drops = report("drops-cdr");
      story = report("call-cel", "--call", CALLEE_SILENT);
      Objects.requireNonNull(capture).stop();
      if (WRITE) {
        keep(database);
      }
    }
    end = watcher.stop();
  }

  private List<JsonNode> report(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(lab.sessionwatch().toString(), "report"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--format", "json", "-c"));
    command.add(folder.resolve("daemon/sessionwatch.toml").toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<JsonNode> rows = new ArrayList<>();
    JSON.readTree(new String(process.getInputStream().readAllBytes(), UTF_8)).forEach(rows::add);
    return rows;
  }

  private void keep(Connection database) throws SQLException, IOException {
    Files.copy(wire(), fresh("pjsip.pcap"));
    copy(database, "SELECT * FROM cdr ORDER BY calldate, uniqueid", "pjsip-cdr.csv");
    copy(database, "SELECT * FROM cel ORDER BY eventtime, uniqueid, eventtype", "pjsip-cel.csv");
    copy(
        database,
        "SELECT call_id, channel, uniqueid, linkedid FROM sessionwatch.dialog ORDER BY uniqueid",
        "pjsip-channels.csv");
  }

  private Path fresh(String name) throws IOException {
    Path file = lab.stacks().resolve(name);
    Files.deleteIfExists(file);
    return file;
  }

  private void copy(Connection database, String query, String name)
      throws SQLException, IOException {
    try (OutputStream out = Files.newOutputStream(fresh(name))) {
      database
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (" + query + ") TO STDOUT (FORMAT csv, HEADER)", out);
    }
  }

  /** What was on the wire. */
  Path wire() {
    return folder.resolve("wire.pcap");
  }

  /** What the daemon made of it. */
  History history() {
    return Objects.requireNonNull(history);
  }

  /** The rows of the report drops-cdr. */
  List<JsonNode> drops() {
    return drops;
  }

  /** The rows of the report call-cel on {@link #CALLEE_SILENT}. */
  List<JsonNode> story() {
    return story;
  }

  /** How the daemon ended. */
  Watcher.End end() {
    return Objects.requireNonNull(end);
  }
}
