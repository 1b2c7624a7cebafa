package org.sessionwatch.benchmarks.feed;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.hep.HepEncoder;

/**
 * An endless feed of a farm of PBXs: half of the messages are calls, each mirrored on both sides of
 * a proxy (INVITE, 100, 180, 200, ACK, a refresh by UPDATE, BYE: 18 datagrams, two rows of
 * history), the other half phones that register and are asked whether they live. One call of 512 is
 * dropped by its timer, which is an alert.
 *
 * <p>For one thread.
 */
public final class CallFeed {
  /** The HEP capture id of all messages. */
  public static final int CAPTURE_ID = 2001;

  private static final int ALERT_EVERY = 512;

  /** A message, and how many calls ago its call began; -1 for a phone's own. */
  private record Slot(int message, int callsAgo) {}

  private final Template[][] variants;
  private final List<Slot> cycle = new ArrayList<>();
  private final int firstCall;
  private int call;
  private int phone;
  private int at;
  private int ended;

  // In the order of the list in texts().
  private static final int INVITE = 0;
  private static final int UPDATE = 10;
  private static final int BYE = 14;
  private static final int DROP = 18;
  private static final int PHONES = 20;
  private static final int PHONE_MESSAGES = 6;

  /**
   * A feed of HEP3 datagrams.
   *
   * @param firstCall number of the first call: another one makes other calls
   * @param inProgress how many calls begin before the first is refreshed, and again before it ends
   */
  public static CallFeed ofHep(int firstCall, int inProgress) {
    return new CallFeed(firstCall, inProgress, CallFeed::hep);
  }

  /** A feed of bare SIP; see {@link #ofHep}. */
  public static CallFeed ofSip(int firstCall, int inProgress) {
    return new CallFeed(firstCall, inProgress, UnaryOperator.identity());
  }

  private CallFeed(int firstCall, int inProgress, UnaryOperator<byte[]> envelope) {
    this.firstCall = firstCall;
    this.call = firstCall;
    variants = new Template[SipTexts.VARIANTS][];
    for (int variant = 0; variant < variants.length; variant++) {
      variants[variant] =
          texts(new SipTexts(variant)).stream()
              .map(text -> new Template(envelope.apply(text)))
              .toArray(Template[]::new);
    }
    List<Slot> calls = new ArrayList<>();
    range(INVITE, UPDATE).forEach(message -> calls.add(new Slot(message, 0)));
    range(UPDATE, BYE).forEach(message -> calls.add(new Slot(message, inProgress)));
    range(BYE, DROP).forEach(message -> calls.add(new Slot(message, 2 * inProgress)));
    for (int i = 0; i < calls.size(); i++) {
      cycle.add(calls.get(i));
      cycle.add(new Slot(PHONES + i % PHONE_MESSAGES, -1));
    }
  }

  private static List<Integer> range(int from, int to) {
    return java.util.stream.IntStream.range(from, to).boxed().toList();
  }

  private static List<byte[]> texts(SipTexts sip) {
    List<byte[]> all = new ArrayList<>();
    for (boolean behind : new boolean[] {false, true}) {
      all.add(sip.invite(behind));
    }
    all.add(sip.trying(true));
    all.add(sip.trying(false));
    all.add(sip.ringing(true));
    all.add(sip.ringing(false));
    all.add(sip.answer(true));
    all.add(sip.answer(false));
    all.add(sip.ack(false));
    all.add(sip.ack(true));
    all.add(sip.update(false));
    all.add(sip.update(true));
    all.add(sip.updated(true));
    all.add(sip.updated(false));
    all.add(sip.bye(false));
    all.add(sip.bye(true));
    all.add(sip.ended(true));
    all.add(sip.ended(false));
    all.add(sip.drop(false));
    all.add(sip.drop(true));
    all.add(sip.options());
    all.add(sip.alive());
    all.add(sip.register(false));
    all.add(sip.registered(false));
    all.add(sip.register(true));
    all.add(sip.registered(true));
    return all;
  }

  private static byte[] hep(byte[] sip) {
    byte[] datagram =
        new HepEncoder(null)
            .encode(
                new CapturedMessage(
                    new CaptureSource(CAPTURE_ID, null, "127.0.0.1"),
                    0,
                    0,
                    new InetSocketAddress("10.1.2.3", 5060),
                    new InetSocketAddress("10.0.0.1", 5060),
                    sip),
                1_700_000_000_000_000L);
    if (datagram == null) {
      throw new IllegalStateException("a template is too long for HEP3");
    }
    return datagram;
  }

  private Template template = new Template(new byte[0]);
  private int number;
  private boolean ofCall;

  /** Goes on to the next message; {@link #bytes} and {@link #length} are of that one. */
  public void next() {
    Slot slot = cycle.get(at);
    int itsCall = call - slot.callsAgo;
    ofCall = slot.callsAgo >= 0 && itsCall >= firstCall;
    if (!ofCall) {
      phone++;
      number = phone / PHONE_MESSAGES * 0x9E3779B1;
      template = variants[number & 0xf][PHONES + phone % PHONE_MESSAGES];
    } else {
      number = itsCall;
      int message = slot.message;
      if ((message == BYE || message == BYE + 1) && itsCall % ALERT_EVERY == 0) {
        message += DROP - BYE;
      }
      template = variants[number & 0xf][message];
      ended += slot.message == BYE ? 1 : 0;
    }
    if (++at == cycle.size()) {
      at = 0;
      call++;
    }
  }

  /** The message, in an array that is used again. */
  public byte[] bytes() {
    return template.filled(number);
  }

  /** Its length in bytes. */
  public int length() {
    return template.length();
  }

  /** Whether the message is a call's, and not a phone's. */
  public boolean isOfCall() {
    return ofCall;
  }

  /** Calls begun until now. */
  public int begun() {
    return call - firstCall;
  }

  /** Calls whose BYE was among the messages until now. */
  public int ended() {
    return ended;
  }

  /** Messages until every call that began is over: the length of a whole cycle. */
  public int cycleLength() {
    return cycle.size();
  }

  /** The average length of a message in bytes. */
  public static double averageLength() {
    CallFeed feed = ofHep(0, 1);
    long bytes = 0;
    int messages = feed.cycleLength() * 48;
    for (int i = 0; i < messages; i++) {
      feed.next();
      bytes += feed.length();
    }
    return (double) bytes / messages;
  }
}
