package org.sessionwatch.analyze;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogHop;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerStatus;

/** The verdicts for people: per call who called whom, what was negotiated, and a timeline. */
final class TextReport implements Output {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintStream out;

  TextReport(PrintStream out) {
    this.out = out;
  }

  private record Event(Instant at, String text) {}

  @Override
  public void dialog(DialogVerdict verdict) {
    Dialog dialog = verdict.dialog();
    out.println(dialog.caller().uri() + " -> " + dialog.callee().uri());
    out.println("  Call-ID  " + dialog.callId());
    out.println("  caller   " + party(dialog.caller()));
    out.println("  callee   " + party(dialog.callee()));
    out.println("  timer    " + timer(dialog.timer()));
    hops(verdict.hops()).forEach(hop -> out.println("  hop      " + hop));
    out.println("  end      " + end(dialog));
    for (Event event : timeline(verdict)) {
      out.println("  " + offset(dialog, event.at()) + "  " + event.text());
    }
    out.println();
  }

  private static String party(Party party) {
    return "tag %s, %s"
        .formatted(party.tag(), party.userAgent() == null ? "no User-Agent" : party.userAgent());
  }

  private static String timer(TimerStatus timer) {
    String interval =
        "%d s, refreshed by the %s, Min-SE %d s"
            .formatted(timer.intervalS(), lower(timer.refresher()), timer.minSeS());
    return switch (timer.state()) {
      case ACTIVE -> "active: " + interval;
      case OPTIONAL -> "optional: only the caller runs it: " + interval;
      case OFF -> "off: a 2xx without Session-Expires ended it";
      case NONE -> "none was negotiated";
      case UNKNOWN -> "unknown: the recording does not show the negotiation";
    };
  }

  /** Where the hops agree, which they do unless a proxy rewrites, they are not news. */
  private static List<String> hops(List<DialogHop> hops) {
    boolean differ = hops.stream().anyMatch(hop -> !hop.agreesWith(hops.get(0)));
    return differ ? hops.stream().map(TextReport::hop).toList() : List.of();
  }

  private static String hop(DialogHop hop) {
    return "%s (caller's side) - %s, heard by %s: %s, Min-SE %s, asked for %s"
        .formatted(
            address(hop.caller()),
            address(hop.callee()),
            hop.pbx(),
            hop.intervalS() == null
                ? "no interval"
                : "%d s, refreshed by the %s".formatted(hop.intervalS(), lower(hop.refresher())),
            seconds(hop.minSeS()),
            seconds(hop.requestedS()));
  }

  private static String address(@Nullable InetSocketAddress address) {
    return address == null ? "unknown" : SocketAddresses.text(address);
  }

  private static String seconds(@Nullable Integer seconds) {
    return seconds == null ? "none" : seconds + " s";
  }

  private static String end(Dialog dialog) {
    Instant endedAt = dialog.endedAt();
    if (dialog.end() == null || endedAt == null) {
      return "still open at the end of the recording";
    }
    String how =
        switch (dialog.end()) {
          case BYE -> "hung up";
          case DROPPED_BY_TIMER ->
              dialog.endCertain() ? "dropped by the timer" : "probably dropped by the timer";
          case REJECTED -> "never established";
        };
    String reason = dialog.endReason() == null ? "" : ", Reason \"" + dialog.endReason() + "\"";
    return how + " at " + TIME.format(endedAt) + reason;
  }

  private static List<Event> timeline(DialogVerdict verdict) {
    List<Event> events = new ArrayList<>();
    Dialog dialog = verdict.dialog();
    Side refresher = verdict.beginning().timer().refresher();
    Instant establishedAt = dialog.establishedAt();
    if (establishedAt != null) {
      events.add(new Event(establishedAt, established(establishedAt, refresher)));
    }
    for (Refresh refresh : verdict.refreshes()) {
      events.add(new Event(refresh.requestedAt(), refresh(refresh, refresher)));
      refresher = refresh.refresher();
    }
    for (Alert alert : verdict.alerts()) {
      events.add(new Event(alert.raisedAt(), alert(alert)));
      Instant clearedAt = alert.clearedAt();
      if (clearedAt != null) {
        events.add(new Event(clearedAt, alert.kind() + " is over: the session was refreshed"));
      }
    }
    Instant endedAt = dialog.endedAt();
    if (endedAt != null) {
      events.add(new Event(endedAt, "end"));
    }
    events.sort(Comparator.comparing(Event::at));
    return events;
  }

  private static String established(Instant at, @Nullable Side refresher) {
    return "established %s UTC: INVITE by the caller (UAC), 2xx by the callee (UAS); refresher: %s%s"
        .formatted(TIME.format(at), refresher(refresher), rule(Side.CALLER, refresher));
  }

  private static String refresh(Refresh refresh, @Nullable Side before) {
    String when =
        refresh.punctuality() == null
            ? "no timer was active"
            : "%s, %+d ms from half the interval"
                .formatted(words(refresh.punctuality()), refresh.latenessMs());
    return "%s by the %s (UAC; the %s is UAS): %s%s; %s; %s"
        .formatted(
            refresh.method(),
            lower(refresh.by()),
            lower(refresh.by().other()),
            words(refresh.outcome()),
            refresh.status() == null ? "" : " (" + refresh.status() + ")",
            when,
            roles(refresh, before));
  }

  /**
   * Who was refresher before and is after, and by which rule: UAC and UAS last for a transaction.
   */
  private static String roles(Refresh refresh, @Nullable Side before) {
    Side after = refresh.refresher();
    String change =
        before == after
            ? "refresher: still " + refresher(after)
            : "refresher: " + refresher(before) + " -> " + refresher(after);
    return switch (refresh.outcome()) {
      case REFRESHED -> change + rule(refresh.by(), after);
      case TURNED_OFF -> change + " (a 2xx without an interval, R12)";
      case REJECTED, UNANSWERED, GLARE, CANCELLED, PENDING -> change + " (no 2xx, R25)";
    };
  }

  private static String rule(Side sender, @Nullable Side refresher) {
    if (refresher == null) {
      return "";
    }
    return refresher == sender
        ? " (the 2xx says uac, or nothing: who sent the request, R13, R14)"
        : " (the 2xx says uas: who answered the request, R13)";
  }

  private static String words(Enum<?> value) {
    return lower(value).replace('_', ' ');
  }

  private static String refresher(@Nullable Side side) {
    return side == null ? "nobody" : "the " + lower(side);
  }

  private static String alert(Alert alert) {
    return "%s %s%s: %s%n             %s"
        .formatted(
            alert.severity(),
            alert.kind(),
            alert.confirmed() ? "" : " (unconfirmed)",
            alert.detail(),
            alert.hint());
  }

  /** Seconds since the dialog was established, or first heard. */
  private static String offset(Dialog dialog, Instant at) {
    Instant established = dialog.establishedAt();
    Instant start = established == null ? dialog.firstHeardAt() : established;
    return "%+9.3f".formatted(Duration.between(start, at).toNanos() / 1e9);
  }

  @Override
  public void pbx(PbxVerdict verdict) {
    out.println("PBX " + verdict.pbx());
    for (Alert alert : verdict.alerts()) {
      Instant clearedAt = alert.clearedAt();
      String until = clearedAt == null ? "" : " to " + TIME.format(clearedAt);
      out.println("  " + TIME.format(alert.raisedAt()) + until + "  " + alert(alert));
    }
    out.println();
  }

  @Override
  public void summary(Summary summary) {
    out.printf(
        "%d files, %d SIP messages (%d copies set aside, %d malformed), %d dialogs, %d refreshes,"
            + " %d alerts%n",
        summary.files(),
        summary.sipMessages(),
        summary.duplicates(),
        summary.malformed(),
        summary.dialogs(),
        summary.refreshes(),
        summary.alerts());
  }

  private static String lower(@Nullable Enum<?> value) {
    return value == null ? "-" : value.name().toLowerCase(Locale.ROOT);
  }
}
