package org.sessionwatch.capture.hep;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.config.AddressRange;
import org.sessionwatch.config.ListenerSettings;

/**
 * What a listener does with each message, however it came: is its sender heard, what is it; count
 * it and hand it on.
 *
 * <p>One thread at a time may call, but for {@link #counters} and {@link #heard}.
 */
final class Intake implements HepDatagram.Taker {
  private final List<AddressRange> allow;
  private final int mostBytes;
  private final CaptureSink sink;
  private final HepDecoder decoder;
  private final SourceTable sources = new SourceTable();
  private final RecentMessages recent;

  /** What came at once, until all of it was taken. */
  private final List<CapturedMessage> together = new ArrayList<>();

  private @Nullable InetAddress lastSender;
  private boolean lastIsAllowed;

  // The message in hand.
  private InetAddress sender = InetAddress.getLoopbackAddress();
  private int length;
  private long receivedAtUs;
  private @Nullable CaptureSource takenFrom;

  /**
   * An intake of one listener.
   *
   * @param recent what was heard at whichever listener
   */
  Intake(ListenerSettings.Rules rules, CaptureSink sink, RecentMessages recent) {
    this.allow = rules.allow();
    this.mostBytes = rules.mostMessageBytes();
    this.sink = sink;
    this.recent = recent;
    this.decoder = new HepDecoder(rules.authKey(), mostBytes);
  }

  /** Whether the sender is heard at all; a refusal is counted. */
  boolean admits(InetAddress who, long nowUs) {
    if (isAllowed(who)) {
      return true;
    }
    fault(HepFault.NOT_ALLOWED, who, null, nowUs);
    return false;
  }

  private boolean isAllowed(InetAddress who) {
    if (allow.isEmpty()) {
      return true;
    }
    if (!who.equals(lastSender)) {
      lastIsAllowed = allow.stream().anyMatch(range -> range.contains(who));
      lastSender = who;
    }
    return lastIsAllowed;
  }

  /**
   * Takes one message, {@code bytes[from, to)}, of a sender that is admitted, and keeps nothing of
   * the array. It is handed on by {@link #handOn}.
   *
   * @return whose SIP message it was; null when it was something else
   */
  @Nullable CaptureSource take(byte[] bytes, int from, int to, InetAddress who, long atUs) {
    sender = who;
    length = to - from;
    receivedAtUs = atUs;
    takenFrom = null;
    HepDatagram datagram =
        length > mostBytes
            ? new HepDatagram.Faulty(HepFault.MESSAGE_TOO_LONG, mostBytes)
            : decoder.decode(bytes, from, to, atUs);
    datagram.handTo(this);
    return takenFrom;
  }

  /** Hands on what was taken since the last time, at once. */
  void handOn() {
    if (together.isEmpty()) {
      return;
    }
    try {
      sink.acceptAll(Collections.unmodifiableList(together));
    } finally {
      together.clear();
    }
  }

  @Override
  public void takeSip(HepDatagram.Sip sip) {
    SourceCounter counter = sources.of(sender, sip.captureId(), sip.nodeName());
    CaptureSource source = sources.sourceOf(counter, sender, sip.captureId(), sip.nodeName());
    boolean duplicate = recent.isKnown(sip.sip(), receivedAtUs);
    counter.message(sip.capturedAtUs(), receivedAtUs, duplicate);
    takenFrom = source;
    together.add(
        new CapturedMessage(
            source, sip.capturedAtUs(), receivedAtUs, sip.from(), sip.to(), sip.sip()));
  }

  @Override
  public void takeNotSip(HepDatagram.NotSip notSip) {
    sources.of(sender, notSip.captureId(), notSip.nodeName()).notSip();
  }

  @Override
  public void takeFaulty(HepDatagram.Faulty faulty) {
    sources.stranger(sender).fault(faulty, length, sender.getHostAddress(), receivedAtUs);
  }

  /**
   * Counts what was wrong with a connection rather than with a message.
   *
   * @param detail what more is to be logged; null for nothing
   */
  void fault(HepFault fault, InetAddress who, @Nullable String detail, long nowUs) {
    sources.stranger(who).fault(fault, detail, who.getHostAddress(), nowUs);
  }

  /** What was heard until now. Any thread may ask. */
  CaptureCounters counters() {
    return sources.snapshot();
  }

  /** How much came until now. Any thread may ask. */
  long heard() {
    return sources.heard();
  }
}
