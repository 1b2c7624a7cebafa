package org.sessionwatch.benchmarks.load;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * All calls of one sort, message by message, as their PBX mirrors them: ready but for the number of
 * the call. But for the counts it never changes once it is made.
 */
final class CallScript {
  private static final String PBX_HOST = "192.0.2.10";
  private static final InetSocketAddress PBX = new InetSocketAddress(PBX_HOST, 5060);
  private static final InetSocketAddress CALLER = new InetSocketAddress("192.0.2.101", 40_000);
  private static final InetSocketAddress CALLEE = new InetSocketAddress("192.0.2.102", 40_002);

  /** As pbx-config advises for the two. */
  private static final int ASTERISK_ID = 2001;

  private static final int KAMAILIO_ID = 2002;

  /** How long a message takes through the PBX, and a phone to answer. */
  private static final long RELAY_US = 300;

  private static final long ANSWER_US = 20_000;
  private static final long RING_US = 500_000;

  /**
   * What tells one sort from another.
   *
   * @param kamailio whether Kamailio mirrors it; else Asterisk
   */
  record Sort(
      boolean kamailio,
      boolean callerRefreshes,
      boolean update,
      boolean challenged,
      Mix.Fate fate) {}

  private final Sort sort;
  private final Mix mix;
  private final SipText text;
  private final List<SipStep> steps = new ArrayList<>();
  private long nowUs;
  private long answeredUs;

  final long[] atUs;
  final Template[] messages;

  /** How often each message was sent; whoever sends it counts. */
  final long[] sent;

  CallScript(Sort sort, Mix mix, HepFrames frames) {
    this.sort = sort;
    this.mix = mix;
    this.text = new SipText(sort, mix.interval());
    establish();
    refresh();
    hangUp();
    sent = new long[steps.size()];
    atUs = steps.stream().mapToLong(SipStep::atUs).toArray();
    messages =
        steps.stream()
            .map(
                step ->
                    sort.kamailio()
                        ? frames.kamailio(step, KAMAILIO_ID)
                        : frames.asterisk(step, ASTERISK_ID, "load"))
            .toArray(Template[]::new);
  }

  private void establish() {
    if (sort.challenged()) {
      say(true, "INVITE", text.invite(false));
      answered(false, "INVITE 407", text.challenge());
      say(true, "ACK", text.ack("INVITE-1"));
      nowUs += ANSWER_US;
    }
    say(true, "INVITE", text.invite(sort.challenged()));
    nowUs += RING_US;
    answered(false, "INVITE 180", text.ringing());
    nowUs += RING_US;
    answered(false, "INVITE 200", text.answer());
    answeredUs = nowUs;
    say(true, "ACK", text.ack("ACK"));
  }

  private void refresh() {
    boolean any = sort.fate() == Mix.Fate.ON_TIME || sort.fate() == Mix.Fate.LATE;
    int count = any ? mix.refreshes() : 0;
    for (int i = 1; i <= count; i++) {
      long late = sort.fate() == Mix.Fate.LATE && i == 1 ? mix.lateSeconds() : 0;
      nowUs = answeredUs + mix.interval() * 500_000L * i + late * 1_000_000L;
      boolean caller = sort.callerRefreshes();
      String method = sort.update() ? "UPDATE" : "INVITE";
      say(caller, method, text.refresh(caller, method, i));
      answered(!caller, method + " 200", text.refreshed(caller, method, i));
      if (!sort.update()) {
        say(caller, "ACK", text.refreshAck(caller, i));
      }
    }
  }

  private void hangUp() {
    nowUs = Math.max(nowUs, answeredUs + (long) (mix.seconds(sort.fate()) * 1_000_000));
    boolean caller = sort.fate() == Mix.Fate.DROPPED ? !sort.callerRefreshes() : true;
    say(caller, "BYE", text.bye(caller, sort.fate() == Mix.Fate.DROPPED));
    answered(!caller, "BYE 200", text.byeAnswer(caller));
  }

  private void answered(boolean byCaller, String kind, String message) {
    nowUs += ANSWER_US;
    say(byCaller, kind, message);
  }

  /**
   * One message at the PBX: Asterisk is an end of the call, so what the callee's side says it sends
   * itself; Kamailio passes it on, and mirrors it once more with its own Via or without the last.
   */
  private void say(boolean byCaller, String kind, String message) {
    InetSocketAddress phone = byCaller ? CALLER : CALLEE;
    if (!sort.kamailio()) {
      add(kind, byCaller ? CALLER : PBX, byCaller ? PBX : CALLER, message);
      return;
    }
    boolean response = message.startsWith("SIP/2.0");
    add(kind, phone, PBX, response ? text.withProxyVia(message) : message);
    nowUs += RELAY_US;
    add(kind, PBX, byCaller ? CALLEE : CALLER, response ? message : text.withProxyVia(message));
  }

  private void add(String kind, InetSocketAddress from, InetSocketAddress to, String message) {
    steps.add(new SipStep(kind, nowUs, from, to, text.callId(), message));
  }

  int length() {
    return messages.length;
  }
}
