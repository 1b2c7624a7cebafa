package org.sessionwatch.session;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * What one capture point heard of a dialog's timer between two addresses. Sides are told by their
 * tags: who is the caller is the dialog's to know.
 */
final class SeenHop extends Chained<SeenHop> {
  /** The two ends of the hop: the side of {@code tag}, and the other one. */
  private enum End {
    NEAR,
    FAR
  }

  private final Place place;

  /**
   * Packed texts, of which the first two are the tags of both ends; the second is empty while there
   * is none. Once it is told they are its dialog's own.
   */
  private byte[] tags;

  /** Whether the first of them is the near end's. */
  private boolean nearFirst = true;

  private final long firstUs;

  /** The latest request, until its 2xx: what it asked for holds only then. */
  private @Nullable Asked asked;

  private int cseqNear = -1;
  private int cseqFar = -1;

  private long sinceUs = Instants.NONE;
  private Terms terms = Terms.NONE;
  private boolean changed;

  /** Where it was heard; one for all calls of a trunk. */
  private record Place(
      String pbx, @Nullable InetSocketAddress near, @Nullable InetSocketAddress far) {}

  /** What is in force here, in seconds; {@link SipMessage#ABSENT} for what is not there. */
  private record Terms(int requestedS, int minSeS, int intervalS, @Nullable End refresher) {
    static final Terms NONE =
        new Terms(SipMessage.ABSENT, SipMessage.ABSENT, SipMessage.ABSENT, null);
  }

  /** A request without its 2xx yet. */
  private record Asked(int cseq, boolean byNear, int intervalS, int minSeS) {
    boolean isAnsweredBy(SipMessage success, boolean fromNear) {
      return cseq == success.cseq() && byNear == fromNear;
    }
  }

  /**
   * A hop of which nothing is known yet.
   *
   * @param tags that of the near end, and that of the other; empty while there is none
   */
  private SeenHop(Place place, byte[] tags, long firstUs) {
    this.place = place;
    this.tags = tags;
    this.firstUs = firstUs;
  }

  /** The one on which this message was heard, the first one there; it is not taken yet. */
  static SeenHop of(
      SipMessage message,
      String pbx,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to,
      long nowUs) {
    byte[] tags = PackedTexts.of(message.fromTagBytes(), message.toTagBytes());
    return new SeenHop(Shared.one(new Place(pbx, from, to)), tags, nowUs);
  }

  /** The same hop for another fork of the INVITE that passed it. */
  SeenHop forkedTo(byte[] forkTag) {
    byte[] ofFork = PackedTexts.of(PackedTexts.bytes(tags, nearTag()), forkTag);
    SeenHop fork = new SeenHop(place, ofFork, firstUs);
    fork.terms = new Terms(terms.requestedS, terms.minSeS, SipMessage.ABSENT, null);
    return fork;
  }

  /** Whether it is of this PBX and between these addresses, the first on the asking side. */
  boolean isAt(
      String otherPbx,
      SipMessage message,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to) {
    if (!place.pbx.equals(otherPbx)) {
      return false;
    }
    return isOfCaller(message)
        ? Objects.equals(place.near, from) && Objects.equals(place.far, to)
        : Objects.equals(place.near, to) && Objects.equals(place.far, from);
  }

  private int nearTag() {
    return nearFirst ? 0 : 1;
  }

  private int farTag() {
    return nearFirst ? 1 : 0;
  }

  boolean isOf(SipMessage message) {
    return (isOfCaller(message) && PackedTexts.isToTag(tags, farTag(), message))
        || (PackedTexts.isToTag(tags, nearTag(), message)
            && PackedTexts.isFromTag(tags, farTag(), message));
  }

  /** Whether it is of the dialog with these two tags, in whatever order. */
  boolean isOf(byte[] dialogs) {
    return dialogs == tags || isSame(dialogs, 0, 1) || isSame(dialogs, 1, 0);
  }

  private boolean isSame(byte[] dialogs, int near, int far) {
    return PackedTexts.isSame(tags, nearTag(), dialogs, near)
        && PackedTexts.isSame(tags, farTag(), dialogs, far);
  }

  boolean isOfCaller(SipMessage message) {
    return PackedTexts.isFromTag(tags, nearTag(), message);
  }

  boolean isWithoutAnswer() {
    return PackedTexts.isEmpty(tags, farTag());
  }

  /** The other end's tag, of a hop that {@link #isWithoutAnswer}. */
  void answeredBy(byte[] calleeTag) {
    tags = PackedTexts.of(PackedTexts.bytes(tags, nearTag()), calleeTag);
    nearFirst = true;
  }

  /** An INVITE or UPDATE, or a 2xx to one. */
  void take(SipMessage message, long nowUs) {
    boolean fromNear = isOfCaller(message);
    int cseq = (int) message.cseq(); // below 2^31
    if (cseq < (fromNear ? cseqNear : cseqFar)) {
      return; // mirrored late: what came after it holds
    }
    if (fromNear) {
      cseqNear = cseq;
    } else {
      cseqFar = cseq;
    }
    if (message.isRequest()) {
      asked = new Asked(cseq, fromNear, message.sessionExpiresS(), message.minSeS());
    } else {
      success(message, fromNear, nowUs);
    }
  }

  private void success(SipMessage message, boolean fromNear, long nowUs) {
    Side sender = fromNear ? Side.CALLER : Side.CALLEE; // of this request, whoever called
    TimerAnswer answer = TimerAnswer.of(message, sender);
    int interval = answer.hasInterval() ? answer.intervalS() : SipMessage.ABSENT;
    End refreshing =
        answer.refresher() == null ? null : answer.refresher() == Side.CALLER ? End.NEAR : End.FAR;
    Asked own = asked != null && asked.isAnsweredBy(message, fromNear) ? asked : null;
    Terms now =
        new Terms(
            own == null ? terms.requestedS : own.intervalS,
            own == null ? terms.minSeS : own.minSeS,
            interval,
            refreshing);
    asked = own == null ? asked : null; // what it asked for is in force from here on
    if (sinceUs == Instants.NONE || !now.equals(terms)) {
      sinceUs = nowUs;
      terms = Shared.one(now);
      changed = true;
    }
  }

  /** Whether it has something to tell that was not told; settled when nothing came for a while. */
  boolean isNews(long settledUs) {
    return changed && sinceUs <= settledUs;
  }

  /**
   * It is told with the dialog of these tags, whose bytes it shares from now on: a farm has a
   * million dialogs open.
   */
  void told(byte[] dialogs) {
    changed = false;
    nearFirst = isSame(dialogs, 0, 1);
    tags = dialogs;
  }

  /** As the dialog of these tags sees it, of which the first is its caller's. */
  DialogHop of(byte[] dialogs) {
    boolean nearIsCaller = PackedTexts.isSame(tags, nearTag(), dialogs, 0);
    return new DialogHop(
        place.pbx,
        nearIsCaller ? place.near : place.far,
        nearIsCaller ? place.far : place.near,
        Instants.at(firstUs),
        Instants.at(sinceUs),
        orNull(terms.requestedS),
        orNull(terms.minSeS),
        orNull(terms.intervalS),
        side(nearIsCaller));
  }

  private @Nullable Side side(boolean nearIsCaller) {
    if (terms.refresher == null) {
      return null;
    }
    return (terms.refresher == End.NEAR) == nearIsCaller ? Side.CALLER : Side.CALLEE;
  }

  private static @Nullable Integer orNull(int seconds) {
    return seconds < 0 ? null : seconds;
  }
}
