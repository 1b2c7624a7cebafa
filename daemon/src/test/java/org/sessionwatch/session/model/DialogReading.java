package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;

/** What the whole history says of one dialog. */
final class DialogReading {
  private static final long SECOND = 1_000_000;

  final long toleranceUs;
  final long untilUs;

  /** The transaction whose 2xx made the dialog. */
  final Transaction opening;

  /** INVITE and UPDATE requests within the dialog, and what was answered. */
  final List<Attempt> attempts;

  /** What the timer was, from 2xx to 2xx. */
  final List<Interval> intervals = new ArrayList<>();

  /** The BYE that ended it. */
  final @Nullable Transaction bye;

  /** Whether it came about first: to it belongs what was before any dialog. */
  final boolean isFirst;

  /** Its messages, and the INVITEs before it. */
  final List<Message> messages;

  private final List<Message> history;
  final String calleeTag;
  private final List<Transaction> transactions;

  DialogReading(
      List<Message> history, String calleeTag, boolean isFirst, long toleranceUs, long untilUs) {
    this.isFirst = isFirst;
    this.history = history;
    this.calleeTag = calleeTag;
    this.toleranceUs = toleranceUs;
    this.untilUs = untilUs;
    messages = ReferenceModel.of(history, calleeTag);
    transactions = Transaction.of(messages);
    opening = findOpening();
    bye = findBye();
    attempts = Attempt.of(refreshes());
    readIntervals();
  }

  private Transaction findOpening() {
    for (Transaction one : transactions) {
      if (ReferenceModel.opens(one.request()) && one.succeeded()) {
        return one;
      }
    }
    throw new IllegalStateException("no 2xx of " + calleeTag);
  }

  /** INVITE and UPDATE inside the established dialog; some cross the BYE on their way. */
  private List<Transaction> refreshes() {
    List<Transaction> inside = new ArrayList<>();
    for (Transaction one : transactions) {
      boolean during = one.askedUs() > opening.answeredUs() && one.askedUs() < crossingEndUs();
      if (one.request().canRefresh() && during) {
        inside.add(one);
      }
    }
    return inside;
  }

  private @Nullable Transaction findBye() {
    for (Transaction one : transactions) {
      if (one.request().method().equals("BYE") && ends(one)) {
        return one;
      }
    }
    return null;
  }

  private boolean ends(Transaction one) {
    return switch (one.status()) {
      case 401, 407 -> false;
      case 481 ->
          !isRefreshedAfter(one.answeredUs() + SECOND) && !isSucceededAfter(one.answeredUs());
      default -> true;
    };
  }

  /** A request that is new then, or a repetition of one that is still unanswered. */
  private boolean isRefreshedAfter(long instantUs) {
    return transactions.stream()
        .filter(one -> one.request().canRefresh())
        .anyMatch(one -> messages.stream().anyMatch(copy -> isTried(one, copy, instantUs)));
  }

  /** A refresh that succeeded then, however long its request had been under way. */
  private boolean isSucceededAfter(long instantUs) {
    return transactions.stream()
        .filter(one -> one.request().canRefresh() && one.succeeded())
        .anyMatch(one -> one.answeredUs() > instantUs);
  }

  private static boolean isTried(Transaction one, Message copy, long instantUs) {
    return copy.isRequest()
        && copy.transaction().equals(one.request().transaction())
        && copy.atUs() >= instantUs
        && copy.atUs() < one.answeredUs();
  }

  /** When it ended; the far future while it is open. */
  long endUs() {
    return bye == null ? Transaction.NEVER : bye.askedUs();
  }

  private long crossingEndUs() {
    return bye == null ? Transaction.NEVER : endUs() + SECOND;
  }

  /** Up to where things can still happen to it. */
  long lastUs() {
    return Math.min(endUs(), untilUs);
  }

  /**
   * Whether a request without an answer was waited for as long as requests are; who hangs up within
   * the last second of that time gave it up.
   */
  boolean isGivenUp(Transaction one) {
    long overUs = one.askedUs() + Attempt.TIMEOUT_US;
    boolean byItsSender =
        bye != null && bye.by() == one.by() && endUs() >= overUs - SECOND && overUs <= untilUs;
    return overUs <= lastUs() || byItsSender;
  }

  private void readIntervals() {
    intervals.add(opened());
    for (Attempt attempt : attempts) {
      Transaction last = attempt.last();
      if (last.succeeded() && last.answeredUs() < endUs()) {
        intervals.add(followed(attempt, intervals.get(intervals.size() - 1)));
      }
    }
  }

  /** The transactions whose 2xx counted. */
  List<Transaction> successes() {
    List<Transaction> counted = new ArrayList<>(List.of(opening));
    for (Attempt attempt : attempts) {
      if (attempt.last().succeeded() && attempt.last().answeredUs() < endUs()) {
        counted.add(attempt.last());
      }
    }
    return counted;
  }

  boolean isAcknowledged(Transaction invite) {
    return messages.stream()
        .filter(one -> one.method().equals("ACK") && one.sender() == invite.by())
        .anyMatch(one -> one.cseq() == invite.request().cseq());
  }

  private Interval opened() {
    Headers ask = opening.request().headers();
    Headers answer = Objects.requireNonNull(opening.answer()).headers();
    int minSe = largestMinSe(openingTries());
    if (answer.interval() != null) {
      return running(opening, minSe);
    }
    if (ask.interval() != null) {
      return new Interval(
          opening.answeredUs(), TimerState.OPTIONAL, ask.interval(), Side.CALLER, minSe, false);
    }
    return new Interval(opening.answeredUs(), TimerState.NONE, 0, Side.CALLER, minSe, false);
  }

  /** What was said before the 2xx, under whatever tags. */
  List<Message> before() {
    return history.stream().filter(one -> one.atUs() < opening.answeredUs()).toList();
  }

  /** The INVITEs refused before the one that was answered, whatever tags they had (R16), and it. */
  List<Transaction> openingTries() {
    List<Message> before =
        history.stream()
            .filter(one -> one.method().equals("INVITE") && one.requester() == Side.CALLER)
            .filter(one -> one.cseq() < opening.request().cseq())
            .toList();
    List<Transaction> tries = Transaction.of(before);
    tries.add(opening);
    return tries;
  }

  private Interval followed(Attempt attempt, Interval before) {
    Transaction last = attempt.last();
    int minSe = largestMinSe(attempt.tries());
    if (Objects.requireNonNull(last.answer()).headers().interval() != null) {
      return running(last, minSe);
    }
    return unanswered(last, before, minSe);
  }

  /** R12: without Session-Expires the timer is off, but a caller may go on running it alone. */
  private static Interval unanswered(Transaction last, Interval before, int minSe) {
    Integer asked = last.request().headers().interval();
    if (before.state() == TimerState.OPTIONAL && last.by() == Side.CALLER && asked != null) {
      return new Interval(last.answeredUs(), TimerState.OPTIONAL, asked, Side.CALLER, minSe, false);
    }
    TimerState state = before.known() ? TimerState.OFF : before.state();
    return new Interval(last.answeredUs(), state, 0, before.refresher(), minSe, false);
  }

  /** R7, R13, R14: the 2xx says it; without the parameter the request's sender is to refresh. */
  private Interval running(Transaction negotiated, int minSe) {
    Headers answer = Objects.requireNonNull(negotiated.answer()).headers();
    Side refresher = Headers.UAS.equals(answer.role()) ? negotiated.by().other() : negotiated.by();
    boolean forced = Negotiation.isForced(this, negotiated);
    int seconds = Objects.requireNonNull(answer.interval());
    return new Interval(
        negotiated.answeredUs(), TimerState.ACTIVE, seconds, refresher, minSe, forced);
  }

  /** In force is what the requests said, not what a refusal demanded in vain. */
  private static int largestMinSe(List<Transaction> tries) {
    int largest = 90;
    for (Transaction one : tries) {
      Integer asked = one.request().headers().minSe();
      largest = Math.max(largest, asked == null ? 0 : asked);
    }
    return largest;
  }

  /**
   * Whether the side listed timer in any INVITE, UPDATE or 2xx until then; what was said before the
   * 2xx that made the dialog is none of it (R30).
   */
  boolean hasListedTimer(Side side, long untilInstantUs) {
    return messages.stream()
        .filter(one -> one.sender() == side && one.canRefresh())
        .filter(one -> one.isRequest() || one.isSuccess())
        .filter(one -> one.equals(opening.request()) || one.atUs() >= opening.answeredUs())
        .filter(one -> one.atUs() <= untilInstantUs)
        .anyMatch(one -> one.headers().supported());
  }

  /** What the timer was at an instant: what the last 2xx until then made of it. */
  Interval at(long instantUs) {
    Interval current = intervals.get(0);
    for (Interval interval : intervals) {
      current = interval.fromUs() <= instantUs ? interval : current;
    }
    return current;
  }

  Interval lastInterval() {
    return intervals.get(intervals.size() - 1);
  }

  void judge(Verdict verdict) {
    Alarm alarm = new Alarm(this, verdict);
    alarm.raise();
    new Telling(this, verdict).tell(alarm);
  }

  /** The timer that a request met. One that was not recorded came before its answer. */
  Interval met(Transaction one) {
    return at(one.isAsked() ? one.askedUs() : one.answeredUs() - 1);
  }

  boolean isOnTime(Transaction asked) {
    return "ON_TIME".equals(punctuality(met(asked), asked.askedUs()));
  }

  @Nullable String punctuality(Interval met, long askedUs) {
    if (!met.active()) {
      return null;
    }
    long lateness = askedUs - met.dueUs();
    return lateness < -toleranceUs ? "EARLY" : lateness > toleranceUs ? "LATE" : "ON_TIME";
  }
}
