package org.sessionwatch.session;

/** What alerts about a feed say: what was lost, how that shows, and what to check. */
final class GapTexts {
  private static final String PATH =
      "What alerts say of that time may be wrong; they are marked unconfirmed. Compare the PBX's own"
          + " log, and look at the mirror's way from the PBX to here (HEP over UDP, network, load).";

  private GapTexts() {}

  /** Requests of a side whose numbers were passed over. */
  static AlertTexts.Text skipped(WatchedDialog dialog, Side side, Sequence.Hole hole) {
    long first = hole.last() - hole.count() + 1;
    String numbers =
        hole.count() == 1 ? "CSeq " + hole.last() : "CSeq " + first + " to " + hole.last();
    return gap(
        "skipped by " + side,
        "The mirror did not tell of %d requests of %s (%s), sent between %s and %s."
            .formatted(
                hole.count(),
                AlertTexts.who(dialog, side),
                numbers,
                AlertTexts.time(hole.fromUs()),
                AlertTexts.time(hole.untilUs())),
        PATH);
  }

  /** A response whose request was not heard. */
  static AlertTexts.Text requestLost(WatchedDialog dialog, RefreshAttempt attempt) {
    return gap(
        "request lost",
        "The mirror told of the answer %d to %s of %s at %s, but not of the request."
            .formatted(
                attempt.status(),
                AlertTexts.request(attempt),
                AlertTexts.who(dialog, attempt.by),
                AlertTexts.time(attempt.answeredUs())),
        PATH);
  }

  /** A request that must have been answered, as what followed shows. */
  static AlertTexts.Text answerLost(WatchedDialog dialog, RefreshAttempt attempt) {
    return gap(
        "answer lost",
        "The mirror told of %s of %s at %s, but not of the answer that must have come."
            .formatted(
                AlertTexts.request(attempt),
                AlertTexts.who(dialog, attempt.by),
                AlertTexts.time(attempt.requestedUs())),
        PATH);
  }

  /** The feed of a PBX lost something. */
  static AlertTexts.Text ofFeed(GapCause cause, long count, long fromUs, long untilUs) {
    String detail =
        "%s%s between %s and %s."
            .formatted(
                count == 0 ? "An unknown number of" : "About " + count,
                count == 1 ? " mirrored message was lost" : " mirrored messages were lost",
                AlertTexts.time(fromUs),
                AlertTexts.time(untilUs));
    return switch (cause) {
      case SOCKET ->
          gap(
              cause.name(),
              detail + " The kernel dropped them, because the receive buffer was full.",
              "Let the kernel give a larger receive buffer (sysctl net.core.rmem_max) or take load"
                  + " off this host. Alerts of that time are unconfirmed.");
      case QUEUE ->
          gap(
              cause.name(),
              detail + " The daemon's own queue was full.",
              "This host is too slow for the traffic, or was held up: look at its load. Alerts of"
                  + " that time are unconfirmed.");
      case SILENCE ->
          gap(
              cause.name(),
              "Nothing was mirrored between %s and %s by a source that used to speak."
                  .formatted(AlertTexts.time(fromUs), AlertTexts.time(untilUs)),
              "Is the PBX up, and does it still send its SIP here (HEP settings, network, firewall)?"
                  + " Alerts of that time are unconfirmed.");
      case STREAM ->
          gap(
              cause.name(),
              detail + " A stream or a recording has a hole there.",
              "Look at the connection the mirror comes over, or at how the recording was made. Alerts"
                  + " of that time are unconfirmed.");
    };
  }

  private static AlertTexts.Text gap(String subject, String detail, String hint) {
    return new AlertTexts.Text(AlertKind.FEED_GAP, Severity.INFO, subject, detail, hint);
  }
}
