package org.sessionwatch.session;

/** A gap of one PBX's feed that may still go on. */
final class OpenGap {
  private final String pbx;
  private final GapCause cause;
  private final long fromUs;
  private long untilUs;
  private long count;

  OpenGap(String pbx, FeedGap first) {
    this.pbx = pbx;
    this.cause = first.cause();
    this.fromUs = first.fromUs();
    this.untilUs = first.untilUs();
    this.count = first.count();
  }

  String pbx() {
    return pbx;
  }

  boolean is(String name, GapCause otherCause) {
    return cause == otherCause && pbx.equals(name);
  }

  void goesOn(FeedGap gap) {
    untilUs = Math.max(untilUs, gap.untilUs());
    count += gap.count();
  }

  /** Losses come in bursts: it is one gap until nothing was lost for a while. */
  long overUs() {
    return untilUs + EngineSettings.GAP_QUIET_US;
  }

  /** The alert as it stands. */
  Alert alert() {
    AlertTexts.Text text = GapTexts.ofFeed(cause, count, fromUs, untilUs);
    return new Alert(
        DialogIds.pbxAlertId(pbx, text.kind(), text.subject(), fromUs),
        text.kind(),
        text.severity(),
        Instants.at(fromUs),
        null,
        true,
        text.detail(),
        text.hint());
  }

  /** The alert when it is over. */
  Alert cleared() {
    return alert().cleared(Instants.at(untilUs));
  }
}
