package org.sessionwatch.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
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
 * How many changes a second the spool takes and gives back, and what one takes on disk:
 * docs/back-pressure.md tells the figures. The changes are those of calls in an overload: four of
 * ten are alerts, and each dialog has several in the same batch or the next one.
 */
public final class SpoolMeasure {
  private static final int CALLS = 40_000;
  private static final int BATCH = 5_000;
  private static final long CAPACITY = 1L << 30;

  private SpoolMeasure() {}

  /** Arguments: a directory on the disk that is meant; the system's for temporary files if none. */
  public static void main(String[] arguments) throws IOException {
    Path base = Path.of(arguments.length > 0 ? arguments[0] : System.getProperty("java.io.tmpdir"));
    List<Effect> effects = effects();
    for (int round = 1; round <= 3; round++) {
      Path directory = Files.createTempDirectory(base, "spool-measure");
      SteadyClock clock = new SteadyClock();
      try (Spool spool = Spool.open(directory, CAPACITY, clock)) {
        System.out.printf("round %d%n", round);
        append(spool, effects, clock, System.out);
        drain(spool, clock, System.out);
      }
    }
  }

  private static void append(
      Spool spool, List<Effect> effects, SteadyClock clock, PrintStream out) {
    long begunUs = clock.nowUs();
    for (int from = 0; from < effects.size(); from += BATCH) {
      if (spool.append(effects.subList(from, Math.min(effects.size(), from + BATCH))) == null) {
        throw new IllegalStateException("the spool took nothing");
      }
    }
    tell(out, "taken", effects.size(), clock.nowUs() - begunUs);
    out.printf("%,12d bytes a change%n", spool.health().bytes() / effects.size());
  }

  private static void drain(Spool spool, SteadyClock clock, PrintStream out) {
    long begunUs = clock.nowUs();
    int given = 0;
    while (!spool.isEmpty()) {
      List<Spool.Entry> head = spool.head(2_000);
      given += head.size();
      spool.remove(new Spool.Span(head.get(0).id(), head.get(head.size() - 1).id()));
    }
    tell(out, "given back", given, clock.nowUs() - begunUs);
  }

  private static void tell(PrintStream out, String what, int changes, long us) {
    out.printf("%,12d changes a second %s%n", changes * 1_000_000L / us, what);
  }

  private static List<Effect> effects() {
    List<Effect> effects = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      Dialog dialog = dialog(call, Calls.START.plusMillis(call), Calls.START.plusMillis(call));
      effects.add(new Effect.Established(dialog));
      effects.add(new Effect.Refreshed(dialog, Calls.refreshed(1, 7, call, 12)));
      for (AlertKind kind :
          List.of(AlertKind.REFRESH_LATE, AlertKind.REFRESH_MISSED, AlertKind.SESSION_EXPIRED)) {
        effects.add(new Effect.AlertRaised(dialog, alert(dialog, kind, call)));
      }
      effects.add(new Effect.Ended(Calls.ended(dialog, Calls.START.plusSeconds(90), EndCause.BYE)));
    }
    return effects;
  }

  /** With texts as long as the engine's. */
  private static Alert alert(Dialog dialog, AlertKind kind, int call) {
    Alert alert = Calls.alert(dialog, kind, call);
    return new Alert(
        alert.alertId(),
        alert.kind(),
        alert.severity(),
        alert.raisedAt(),
        null,
        false,
        dialog.caller().uri()
            + " (caller, Yealink SIP-T46S 66.86.0.15) has not refreshed; half of the interval of 90 s"
            + " was over at "
            + alert.raisedAt()
            + ", the call will drop 45 s after; the mirror may have lost messages",
        "a refresh was due: look for UPDATE or re-INVITE of the caller and what became of it");
  }

  /** As long as such names are on real PBXs. */
  private static Dialog dialog(int call, Instant begun, Instant refreshed) {
    String id =
        UUID.nameUUIDFromBytes(
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
}
