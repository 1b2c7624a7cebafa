package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Side;

/**
 * Writes down a call's messages as its parties send them, with the retransmissions that UDP brings.
 * It knows the time, and remembers of the negotiation what is needed to choose interesting times;
 * it judges nothing.
 */
final class CallWriter {
  static final long START_US = 1_800_000_000L * 1_000_000;
  static final long SECOND = 1_000_000;
  private static final long T1 = SECOND / 2;
  private static final long T2 = 4 * SECOND;

  /** When a request without an answer is given up. */
  static final long TIMEOUT = 64 * T1;

  final long toleranceUs;
  long nowUs = START_US;
  String callerTag = "a-tag";
  @Nullable String calleeTag;

  /** The interval as the parties know it, in seconds; 0 without. */
  int interval;

  Side refresher = Side.CALLER;
  long baseUs = START_US;
  boolean over;
  private final List<Message> sent = new ArrayList<>();
  private final Map<Side, Long> cseq = new EnumMap<>(Map.of(Side.CALLER, 0L, Side.CALLEE, 99L));

  CallWriter(long toleranceUs) {
    this.toleranceUs = toleranceUs;
  }

  /** A request under way. */
  record Exchange(Side by, String method, long cseq, Message request) {
    long sentUs() {
      return request.atUs();
    }

    Headers headers() {
      return request.headers();
    }
  }

  List<Message> messages() {
    sent.sort(Comparator.comparingLong(Message::atUs));
    return List.copyOf(sent);
  }

  void pause(long us) {
    nowUs += us;
  }

  /** Waits for the instant; a little, where it is past. */
  void until(long instantUs) {
    nowUs = Math.max(nowUs + 100_003, instantUs);
  }

  /** Sends a new request now. */
  Exchange send(Side by, String method, Headers headers) {
    long number = cseq.merge(by, 1L, Long::sum);
    put(nowUs, by, method, number, 0, headers);
    return new Exchange(by, method, number, sent.get(sent.size() - 1));
  }

  /** Sends a request now of which no capture point tells, and of whose answer none does either. */
  void sendUnheard(Side by) {
    cseq.merge(by, 1L, Long::sum);
  }

  /** Sends a request now of which no capture point tells; one does tell of its 2xx. */
  void succeedUnheard(Side by, String method, Headers asked, Headers given, Dice dice) {
    long number = cseq.merge(by, 1L, Long::sum);
    String branch = branch(by, method, number);
    Message request =
        new Message(nowUs, by, method, number, 0, callerTag, calleeTag, asked, branch);
    Exchange unheard = new Exchange(by, method, number, request);
    nowUs += dice.travel();
    succeed(unheard, given);
    if (method.equals("INVITE")) {
      acknowledge(unheard, 200, dice.travel(), Headers.NONE);
    }
  }

  /** The side's last request was in another dialog, which has numbers of its own. */
  void countedElsewhere(Side by) {
    cseq.merge(by, -1L, Long::sum);
  }

  /** A request of the same transaction: ACK to it, or CANCEL. */
  void sendWithin(Exchange of, String method) {
    put(nowUs, of.by, method, of.cseq, 0, Headers.NONE);
  }

  /** The answer to a request, now. */
  void respond(Exchange to, int status, Headers headers) {
    put(nowUs, to.by.other(), to.method, to.cseq, status, headers);
  }

  /** The final answer after a while, and what the time until then brings about. */
  void answer(Exchange to, int status, Headers headers, long afterUs, Dice dice) {
    boolean trying = to.method.equals("INVITE") && afterUs > T1 && dice.percent(70);
    if (trying) {
      nowUs = to.sentUs() + dice.travel();
      respond(to, 100, dice.percent(20) ? Headers.giving(1234, Headers.UAS) : Headers.NONE);
    } else {
      repeat(to, afterUs);
    }
    nowUs = to.sentUs() + afterUs;
    respond(to, status, headers);
    int copies = dice.percent(8) ? dice.between(1, 3) : 0;
    repeatAnswer(to, status, headers, copies);
    if (to.method.equals("INVITE")) {
      nowUs += copies * T1;
      acknowledge(to, status, dice.travel(), Headers.NONE);
      nowUs -= copies * T1;
    }
    learn(to, status, headers);
  }

  /** The ACK; to a 2xx it is a transaction of its own (RFC 3261 section 17.1.1.3). */
  void acknowledge(Exchange to, int status, long afterUs, Headers headers) {
    String branch = status < 300 ? branch(to.by, "ACK", to.cseq) : to.request.branch();
    send(nowUs + afterUs, to.by, "ACK", to.cseq, headers, branch);
  }

  /** A 2xx now, once and without an ACK. */
  void succeed(Exchange to, Headers headers) {
    respond(to, 200, headers);
    learn(to, 200, headers);
  }

  /** A 2xx that comes again and again, because no ACK reaches who sent it. */
  void answerInVain(Exchange to, Headers headers, long afterUs) {
    nowUs = to.sentUs() + afterUs;
    long gap = T1;
    for (long at = 0; at < TIMEOUT; at += gap / 2) {
      put(nowUs + at, to.by.other(), to.method, to.cseq, 200, headers);
      gap = Math.min(2 * gap, 2 * T2);
    }
    learn(to, 200, headers);
  }

  /** Nobody answers: the request is repeated until it is given up. */
  void noAnswer(Exchange to) {
    repeat(to, TIMEOUT);
    nowUs = to.sentUs() + TIMEOUT;
  }

  /** Retransmissions by the transaction rules, as long as no answer has come. */
  private void repeat(Exchange to, long untilUs) {
    long gap = T1;
    for (long after = gap; after < untilUs; after += gap) {
      sent.add(to.request.at(to.sentUs() + after));
      gap = to.method.equals("INVITE") ? 2 * gap : Math.min(2 * gap, T2);
    }
  }

  private void repeatAnswer(Exchange to, int status, Headers headers, int copies) {
    long gap = T1;
    for (long at = nowUs + gap; copies > 0; copies--) {
      if (!to.method.equals("INVITE")) {
        sent.add(to.request.at(at - 1_009));
      }
      put(at, to.by.other(), to.method, to.cseq, status, headers);
      gap = Math.min(2 * gap, T2);
      at += gap;
    }
  }

  private void learn(Exchange to, int status, Headers headers) {
    boolean refreshes = to.method.equals("INVITE") || to.method.equals("UPDATE");
    if (!refreshes || status < 200 || status > 299) {
      return;
    }
    baseUs = nowUs;
    interval = headers.interval() == null ? 0 : headers.interval();
    refresher = Headers.UAS.equals(headers.role()) ? to.by.other() : to.by;
  }

  private void put(long at, Side by, String method, long number, int status, Headers headers) {
    String branch = branch(status == 0 ? by : by.other(), method, number);
    sent.add(new Message(at, by, method, number, status, callerTag, calleeTag, headers, branch));
  }

  private void send(long at, Side by, String method, long number, Headers headers, String branch) {
    sent.add(new Message(at, by, method, number, 0, callerTag, calleeTag, headers, branch));
  }

  private static String branch(Side requester, String method, long number) {
    return requester + "-" + number + "-" + method;
  }

  // Instants of the running interval.

  boolean hasTimer() {
    return interval > 0;
  }

  long dueUs() {
    return baseUs + interval * SECOND / 2;
  }

  long lateUs() {
    return dueUs() + toleranceUs;
  }

  /** When the other side may hang up. */
  long atRiskUs() {
    return baseUs + interval * SECOND - Math.min(32 * SECOND, interval * SECOND / 3);
  }

  long expiredUs() {
    return baseUs + interval * SECOND;
  }
}
