package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * How a dialog comes to its end: BYEs, what answers them, and what the PBX says. What was heard is
 * with the dialog.
 */
final class Ending {
  /** Retries and crossing BYEs; more is somebody's game. */
  private static final int MOST_BYES = 8;

  private final WatchedDialog dialog;

  /** That of a dialog. */
  Ending(WatchedDialog dialog) {
    this.dialog = dialog;
  }

  /** What was heard of it, and what became of that: made when something is heard. */
  static final class Heard {
    private @Nullable Bye byes;
    private boolean judged;
    private long hangupUs = Instants.NONE;
    private @Nullable Hangup hangup;
    private long endedUs = Instants.NONE;
    private @Nullable EndCause cause;
    private boolean certain = true;
    private boolean forgotten;
  }

  private Heard heard() {
    Heard heard = dialog.heardOfEnd;
    if (heard == null) {
      heard = new Heard();
      dialog.heardOfEnd = heard;
    }
    return heard;
  }

  /** Takes note of a BYE. */
  void bye(SipMessage request, Side by, long nowUs) {
    Bye bye = find(request, by, nowUs);
    if (bye != null) {
      bye.requested(request, nowUs);
    }
  }

  /**
   * Takes note of a final response to a BYE; it may come before the BYE. A challenged BYE ends
   * nothing; its retry is a BYE of its own, and may have been mirrored before the challenge.
   *
   * @return whether the end is another one now, or none any more
   */
  boolean byeAnswered(SipMessage response, Side by, long nowUs) {
    Bye before = current();
    Bye bye = find(response, by, nowUs);
    if (bye != null) {
      bye.answered(response, nowUs);
    }
    boolean moved = before != current() && !isOver();
    if (moved) {
      heard().judged = false;
    }
    return moved;
  }

  private @Nullable Bye find(SipMessage message, Side by, long nowUs) {
    Heard heard = heard();
    Bye latest = null;
    for (Bye bye = heard.byes; bye != null; bye = bye.next) {
      latest = bye.has(by, message, nowUs) ? bye : latest;
    }
    if (latest != null || Chained.count(heard.byes) == MOST_BYES) {
      return latest;
    }
    Bye bye = new Bye(by, message, nowUs);
    heard.byes = Chained.with(heard.byes, bye);
    return bye;
  }

  /** The first BYE that may end the dialog; null when there is none. */
  private @Nullable Bye current() {
    Heard heard = dialog.heardOfEnd;
    if (heard == null) {
      return null;
    }
    Bye first = null;
    for (Bye bye = heard.byes; bye != null; bye = bye.next) {
      if (bye.counts() && (first == null || bye.atUs() < first.atUs())) {
        first = bye;
      }
    }
    return first;
  }

  /**
   * Whether a refresh request heard now shows that the BYE ended nothing: the other side answered
   * that it knows no such call, yet somebody still refreshes it. A moment after the 481 it may as
   * well be a late copy of an earlier request.
   */
  boolean isContradictedAt(long requestUs) {
    Bye bye = current();
    return bye != null
        && bye.isDoubtful()
        && requestUs >= bye.answeredUs() + EngineSettings.SETTLE_US;
  }

  /**
   * Whether a refresh that succeeds now shows the same: both its sides know the call, though one of
   * them has just said that it does not.
   */
  boolean isContradictedBySuccessAt(long successUs) {
    Bye bye = current();
    return bye != null && bye.isDoubtful() && successUs > bye.answeredUs();
  }

  /** Whether the BYE was answered 481: refreshes may go on all the same. */
  boolean isDoubtful() {
    Bye bye = current();
    return bye != null && bye.isDoubtful();
  }

  /** The dialog goes on. */
  void overrule() {
    Heard all = heard();
    for (Bye bye = all.byes; bye != null; bye = bye.next) {
      if (bye.isDoubtful()) {
        bye.overrule();
      }
    }
    all.judged = false;
    all.endedUs = Instants.NONE;
    all.cause = null;
    all.certain = true;
  }

  void hungUp(Hangup told, long nowUs) {
    heard().hangup = told;
    heard().hangupUs = nowUs;
  }

  /** A BYE or hang-up was heard: no refresh is expected any more. */
  boolean hasBegun() {
    return hangupUs() != Instants.NONE || current() != null;
  }

  boolean isByeOf(Side side) {
    return by() == side;
  }

  boolean isOver() {
    return endedUs() != Instants.NONE;
  }

  /** Nothing was heard of the dialog for so long that it is not watched any more. */
  void forget() {
    heard().forgotten = true;
  }

  boolean isForgotten() {
    Heard heard = dialog.heardOfEnd;
    return heard != null && heard.forgotten;
  }

  boolean isJudged() {
    Heard heard = dialog.heardOfEnd;
    return heard != null && heard.judged;
  }

  private long hangupUs() {
    Heard heard = dialog.heardOfEnd;
    return heard == null ? Instants.NONE : heard.hangupUs;
  }

  /** The instant of the BYE, or of the hang-up where the mirror lost the BYE. */
  long atUs() {
    Bye bye = current();
    return bye == null ? hangupUs() : bye.atUs();
  }

  long endedUs() {
    Heard heard = dialog.heardOfEnd;
    return heard == null ? Instants.NONE : heard.endedUs;
  }

  /** When it may be judged whether the timer was the cause. */
  long judgeUs() {
    Bye bye = current();
    return bye == null ? hangupUs() + EngineSettings.HANGUP_GRACE_US : bye.judgeUs();
  }

  /** When the dialog is over: the BYE answered, or never to be answered. */
  long overUs() {
    Bye bye = current();
    return bye == null ? judgeUs() : bye.overUs();
  }

  /**
   * Judges the end; the timer must stand as it did when the end came.
   *
   * @param isUnacknowledged a 2xx that nobody acknowledged explains the BYE as well
   */
  Drop judge(SessionTimer timer, boolean isUnacknowledged) {
    Heard all = heard();
    all.judged = true;
    Drop drop = Drop.NO;
    Bye bye = current();
    if (bye != null) {
      drop = Drop.ofBye(timer, bye.atUs(), bye.by, bye.reason());
    } else if (all.hangup != null) {
      drop = Drop.ofHangup(timer, all.hangupUs, all.hangup);
    }
    if (drop == Drop.PROBABLE && isUnacknowledged) {
      drop = Drop.NO;
    }
    all.cause = drop == Drop.NO ? EndCause.BYE : EndCause.DROPPED_BY_TIMER;
    all.certain = drop != Drop.PROBABLE;
    return drop;
  }

  void conclude() {
    heard().endedUs = atUs();
  }

  @Nullable EndCause cause() {
    Heard heard = dialog.heardOfEnd;
    return heard == null || !isOver() ? null : heard.cause;
  }

  boolean isCertain() {
    Heard heard = dialog.heardOfEnd;
    return heard == null || heard.certain;
  }

  /** Who hung up; null when only the PBX told of the end. */
  @Nullable Side by() {
    Bye bye = current();
    return bye == null ? null : bye.by;
  }

  @Nullable Hangup hangup() {
    Heard heard = dialog.heardOfEnd;
    return heard == null ? null : heard.hangup;
  }

  @Nullable String reasonText() {
    Bye bye = current();
    return bye == null ? null : bye.reason().text();
  }
}
