package org.sessionwatch.sip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A SIP message reduced to what session timers need. Text is taken out of the bytes when asked for,
 * so a message nobody asks about costs one small object.
 *
 * <p>Immutable once scanned; the bytes must not be written to.
 */
public final class SipMessage implements SipScan {
  /** {@link #sessionExpiresS()} and {@link #minSeS()} where the message has no such header. */
  public static final int ABSENT = -1;

  /** {@link #sessionExpiresS()} and {@link #minSeS()} where the header's value cannot be read. */
  public static final int UNREADABLE = -2;

  /** The largest interval kept, in seconds; larger ones are cut down to it and flagged. */
  public static final int MAX_INTERVAL_S = Integer.MAX_VALUE;

  static final long NOWHERE = Text.range(0, 0);

  final byte[] bytes;
  int bodyStart;
  SipMethod method = SipMethod.OTHER;
  int status;
  long cseq = -1;
  long callId = NOWHERE;
  long fromTag = NOWHERE;
  long toTag = NOWHERE;
  long fromUri = NOWHERE;
  long toUri = NOWHERE;
  long branch = NOWHERE;
  long userAgent = NOWHERE;
  long reasonText = NOWHERE;
  int reasonCause = ABSENT;
  int sessionExpiresS = ABSENT;
  int minSeS = ABSENT;
  short vias;
  RefresherParam refresher = RefresherParam.ABSENT;
  boolean supportsTimer;
  boolean requiresTimer;
  boolean unsupportedTimer;
  boolean hasAllow;
  boolean allowsUpdate;
  boolean hasSdp;
  boolean hasReason;
  boolean cut;
  boolean sessionExpiresClamped;
  boolean sessionExpiresConflict;
  boolean registration;
  private @Nullable String callIdText;

  SipMessage(byte[] bytes) {
    this.bytes = bytes;
  }

  public boolean isRequest() {
    return status == 0;
  }

  /** The request's method; for a response the method of its CSeq. */
  public SipMethod method() {
    return method;
  }

  /** 100 to 699; 0 for a request. */
  public int status() {
    return status;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  public boolean isFinal() {
    return status >= 200;
  }

  /** CSeq number, 0 to 2^31-1. */
  public long cseq() {
    return cseq;
  }

  /** Made once: the way to its shard and the engine both ask for it. */
  public String callId() {
    String known = callIdText;
    if (known == null) {
      known = text(callId);
      callIdText = known;
    }
    return known;
  }

  /**
   * It can belong to no call: a registration or its answer. On a PBX they are a good part of all
   * messages, so they are told apart before any of a call's work is done for them.
   */
  public boolean isRegistration() {
    return registration;
  }

  /** Empty where there is none. */
  public String fromTag() {
    return text(fromTag);
  }

  /** Empty where there is none, as in a first INVITE. */
  public String toTag() {
    return text(toTag);
  }

  /** {@link #fromTag} as its bytes, for who keeps a million of them. */
  public byte[] fromTagBytes() {
    return bytes(fromTag);
  }

  /** {@link #toTag} as its bytes. */
  public byte[] toTagBytes() {
    return bytes(toTag);
  }

  /** Whether {@link #fromTag} is what is there in the array; makes no string of it. */
  public boolean isFromTag(byte[] array, int start, int end) {
    return has(fromTag, array, start, end);
  }

  /** The same of {@link #toTag}. */
  public boolean isToTag(byte[] array, int start, int end) {
    return has(toTag, array, start, end);
  }

  public boolean hasToTag() {
    return Text.end(toTag) > Text.start(toTag);
  }

  public String fromUri() {
    return text(fromUri);
  }

  public String toUri() {
    return text(toUri);
  }

  /** {@link #fromUri} as its bytes. */
  public byte[] fromUriBytes() {
    return bytes(fromUri);
  }

  /** {@link #toUri} as its bytes. */
  public byte[] toUriBytes() {
    return bytes(toUri);
  }

  /** The topmost Via's branch: it names the hop. Empty where there is none. */
  public String branch() {
    return text(branch);
  }

  /** Number of Via values: how many hops a request has come, or a response has still to go. */
  public int vias() {
    return vias;
  }

  /** User-Agent, or Server where that is missing; null where both are. */
  public @Nullable String userAgent() {
    return textOrNull(userAgent);
  }

  /** Whether {@link #userAgent} is this one, or there is none; makes no string of it. */
  public boolean isOfUserAgent(@Nullable String known) {
    return userAgent == NOWHERE
        || (known != null && Text.equals(bytes, Text.start(userAgent), Text.end(userAgent), known));
  }

  /** Session interval in seconds; {@link #ABSENT} or {@link #UNREADABLE}. Meaning: rule R2. */
  public int sessionExpiresS() {
    return sessionExpiresS;
  }

  public RefresherParam refresher() {
    return refresher;
  }

  /** Min-SE in seconds; {@link #ABSENT} or {@link #UNREADABLE}. Meaning: rule R3. */
  public int minSeS() {
    return minSeS;
  }

  /** The interval was larger than {@link #MAX_INTERVAL_S}. */
  public boolean sessionExpiresClamped() {
    return sessionExpiresClamped;
  }

  /** There were two Session-Expires that differ; the first counts. */
  public boolean sessionExpiresConflict() {
    return sessionExpiresConflict;
  }

  /** Supported lists {@code timer}. */
  public boolean supportsTimer() {
    return supportsTimer;
  }

  /** Require lists {@code timer}. */
  public boolean requiresTimer() {
    return requiresTimer;
  }

  /** Unsupported lists {@code timer}, as in a 420. */
  public boolean unsupportedTimer() {
    return unsupportedTimer;
  }

  /** Whether Allow lists UPDATE; null where the message has no Allow. */
  public @Nullable Boolean allowsUpdate() {
    return hasAllow ? allowsUpdate : null;
  }

  /** It carries a session description. */
  public boolean hasSdp() {
    return hasSdp;
  }

  /**
   * Tells session descriptions apart: equal for equal bodies. 0 where there is no session
   * description.
   */
  public int sdpHash() {
    int hash = 0;
    for (int i = hasSdp ? bodyStart : bytes.length; i < bytes.length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  public boolean hasReason() {
    return hasReason;
  }

  /** {@code cause} of the Reason header, that of protocol SIP before others; {@link #ABSENT}. */
  public int reasonCause() {
    return reasonCause;
  }

  /** {@code text} of the same Reason value; null where there is none. */
  public @Nullable String reasonText() {
    return textOrNull(reasonText);
  }

  /**
   * The message ends before its headers do (a capture's snap length, a datagram's limit): a header
   * that is not here may have been there.
   */
  public boolean isCut() {
    return cut;
  }

  private @Nullable String textOrNull(long range) {
    return range == NOWHERE ? null : text(range);
  }

  private byte[] bytes(long range) {
    return Arrays.copyOfRange(bytes, Text.start(range), Text.end(range));
  }

  private boolean has(long range, byte[] array, int start, int end) {
    return Arrays.equals(bytes, Text.start(range), Text.end(range), array, start, end);
  }

  private String text(long range) {
    int start = Text.start(range);
    return new String(bytes, start, Text.end(range) - start, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return (isRequest() ? method.name() : status + " to " + method) + " CSeq " + cseq;
  }
}
