package org.sessionwatch.session;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * What one capture point heard of a dialog's timer between two addresses. Sides are told by their
 * tags: who is the caller is the dialog's to know.
 */
final class SeenHop {
  private final String pbx;
  private String tag;
  private String otherTag;
  private final @Nullable InetSocketAddress near;
  private final @Nullable InetSocketAddress far;
  private final long firstUs;

  // The latest request, until its 2xx: what it asked for holds only then.
  private int askedCseq = -1;
  private boolean askedByNear;
  private int askedS = SipMessage.ABSENT;
  private int askedMinSeS = SipMessage.ABSENT;

  private int cseqNear = -1;
  private int cseqFar = -1;

  private long sinceUs = Instants.NONE;
  private int requestedS = SipMessage.ABSENT;
  private int minSeS = SipMessage.ABSENT;
  private int intervalS = SipMessage.ABSENT;
  private @Nullable String refresherTag;
  private boolean changed;

  /**
   * A hop of which nothing is known yet.
   *
   * @param tag tag of one side
   * @param otherTag tag of the other; empty while there is none
   * @param near the address on the first one's side
   */
  SeenHop(
      String pbx,
      String tag,
      String otherTag,
      @Nullable InetSocketAddress near,
      @Nullable InetSocketAddress far,
      long firstUs) {
    this.pbx = pbx;
    this.tag = tag;
    this.otherTag = otherTag;
    this.near = near;
    this.far = far;
    this.firstUs = firstUs;
  }

  /** The same hop for another fork of the INVITE that passed it. */
  SeenHop forkedTo(String forkTag) {
    SeenHop fork = new SeenHop(pbx, tag, forkTag, near, far, firstUs);
    fork.requestedS = requestedS;
    fork.minSeS = minSeS;
    return fork;
  }

  /** Whether it is of this PBX and between these addresses, the first on the tag's side. */
  boolean isAt(
      String otherPbx,
      String fromTag,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to) {
    if (!pbx.equals(otherPbx)) {
      return false;
    }
    return tag.equals(fromTag)
        ? Objects.equals(near, from) && Objects.equals(far, to)
        : Objects.equals(near, to) && Objects.equals(far, from);
  }

  boolean isOf(String oneTag, String theOther) {
    return (tag.equals(oneTag) && otherTag.equals(theOther))
        || (tag.equals(theOther) && otherTag.equals(oneTag));
  }

  boolean isOfCaller(String callerTag) {
    return tag.equals(callerTag);
  }

  boolean isWithoutAnswer() {
    return otherTag.isEmpty();
  }

  void answeredBy(String calleeTag) {
    otherTag = calleeTag;
  }

  /** An INVITE or UPDATE, or a 2xx to one. */
  void take(SipMessage message, long nowUs) {
    boolean fromNear = message.fromTag().equals(tag);
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
      askedCseq = cseq;
      askedByNear = fromNear;
      askedS = message.sessionExpiresS();
      askedMinSeS = message.minSeS();
    } else {
      success(message, fromNear, nowUs);
    }
  }

  private void success(SipMessage message, boolean fromNear, long nowUs) {
    boolean own = askedCseq == message.cseq() && askedByNear == fromNear;
    Side sender = fromNear ? Side.CALLER : Side.CALLEE; // of this request, whoever called
    TimerAnswer answer = TimerAnswer.of(message, sender);
    int interval = answer.hasInterval() ? answer.intervalS() : SipMessage.ABSENT;
    String refresher =
        answer.refresher() == null ? null : answer.refresher() == Side.CALLER ? tag : otherTag;
    int requested = own ? askedS : requestedS;
    int minSe = own ? askedMinSeS : minSeS;
    boolean same =
        sinceUs != Instants.NONE
            && interval == intervalS
            && requested == requestedS
            && minSe == minSeS
            && Objects.equals(refresher, refresherTag);
    if (!same) {
      sinceUs = nowUs;
      requestedS = requested;
      minSeS = minSe;
      intervalS = interval;
      refresherTag = refresher;
      changed = true;
    }
  }

  /** Whether it has something to tell that was not told; settled when nothing came for a while. */
  boolean isNews(long settledUs) {
    return changed && sinceUs <= settledUs;
  }

  /**
   * It is told with the dialog of these tags, whose strings it shares from now on: a farm has a
   * million dialogs open.
   */
  void told(String callerTag, String calleeTag) {
    changed = false;
    boolean nearIsCaller = tag.equals(callerTag);
    boolean byTag = tag.equals(refresherTag);
    tag = nearIsCaller ? callerTag : calleeTag;
    otherTag = nearIsCaller ? calleeTag : callerTag;
    if (refresherTag != null) {
      refresherTag = byTag ? tag : otherTag;
    }
  }

  /** As the dialog sees it whose caller has this tag. */
  DialogHop of(String callerTag) {
    boolean nearIsCaller = tag.equals(callerTag);
    return new DialogHop(
        pbx,
        nearIsCaller ? near : far,
        nearIsCaller ? far : near,
        Instants.at(firstUs),
        Instants.at(sinceUs),
        orNull(requestedS),
        orNull(minSeS),
        orNull(intervalS),
        refresherTag == null ? null : refresherTag.equals(callerTag) ? Side.CALLER : Side.CALLEE);
  }

  private static @Nullable Integer orNull(int seconds) {
    return seconds < 0 ? null : seconds;
  }
}
