package org.sessionwatch.pbx.asterisk;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.pbx.ChannelListener;
import org.sessionwatch.pbx.ChannelPresence;

/**
 * The SIP channels of one Asterisk and their Call-IDs; tells the listener what changes.
 *
 * <p>Owned by the client's thread, but for {@link #presence} and the counts, which any may read.
 */
final class ChannelTable {
  private final String pbx;
  private final ChannelListener listener;
  private final Consumer<Leg> ask;
  private final Map<String, Leg> legs = new HashMap<>();
  private final Set<String> listed = new HashSet<>();
  private final Set<String> listedKeys = new HashSet<>();
  private final Set<Leg> unasked = new LinkedHashSet<>();

  private final ConcurrentMap<String, Integer> upCallIds = new ConcurrentHashMap<>();
  private final AtomicInteger unresolved = new AtomicInteger();
  private final AtomicInteger channels = new AtomicInteger();
  private final LongAdder hangups = new LongAdder();
  private volatile boolean complete;

  /**
   * Empty, and not complete until the first list ended.
   *
   * @param ask asks for a leg's Call-ID; {@link #answered} follows when it is told
   */
  ChannelTable(String pbx, ChannelListener listener, Consumer<Leg> ask) {
    this.pbx = pbx;
    this.listener = listener;
    this.ask = ask;
  }

  /** A new channel. */
  void added(@Nullable String name, @Nullable String uniqueid, @Nullable String linkedid) {
    if (name == null || uniqueid == null || !Leg.isSip(name)) {
      return;
    }
    Leg known = legs.get(Leg.key(name));
    if (known == null) {
      enter(new Leg(name, uniqueid, linkedid == null ? uniqueid : linkedid));
    } else {
      seen(name, uniqueid, linkedid);
    }
  }

  private void enter(Leg leg) {
    legs.put(Leg.key(leg.name()), leg);
    channels.incrementAndGet();
    unresolved.incrementAndGet();
    ask.accept(leg);
  }

  /** What an event says of a channel that may be known; null for what it does not say. */
  void seen(@Nullable String name, @Nullable String uniqueid, @Nullable String linkedid) {
    if (name == null || uniqueid == null) {
      return;
    }
    Leg leg = legs.get(Leg.key(name));
    if (leg != null && leg.update(name, uniqueid, linkedid == null ? leg.linkedid() : linkedid)) {
      tell(leg);
    }
  }

  /** The channel of this uniqueid has another name: it has got the SIP side of that name. */
  void renamed(@Nullable String newName, @Nullable String uniqueid) {
    String linkedid = null;
    for (Leg leg : legs.values()) {
      if (leg.uniqueid().equals(uniqueid)) {
        linkedid = leg.linkedid();
      }
    }
    seen(newName, uniqueid, linkedid);
  }

  private void tell(Leg leg) {
    String callId = leg.callId();
    if (callId != null && !Leg.isMoving(leg.name())) {
      listener.linked(pbx, callId, leg.name(), leg.uniqueid(), leg.linkedid());
    }
  }

  /** A channel was hung up. */
  void hungUp(@Nullable String name, Leg.Ending ending) {
    Leg leg = name == null ? null : legs.remove(Leg.key(name));
    if (leg == null) {
      return;
    }
    left(leg);
    Leg before = leg.replaced();
    leg.replaced(null);
    if (before != null) {
      // The same call or an earlier one of that name: it is over either way.
      end(before, new Leg.Ending(null, null, null, ending.atUs()));
    }
    end(leg, ending);
  }

  /** The leg is in the table no more. */
  private void left(Leg leg) {
    channels.decrementAndGet();
    String callId = leg.callId();
    if (callId == null) {
      unresolved.decrementAndGet();
    } else {
      upCallIds.computeIfPresent(callId, (id, count) -> count > 1 ? count - 1 : null);
    }
  }

  private void end(Leg leg, Leg.Ending ending) {
    leg.ending(ending);
    String callId = leg.callId();
    if (callId != null) {
      hangups.increment();
      listener.hungUp(
          pbx,
          callId,
          Leg.key(leg.name()),
          ending.cause(),
          ending.causeText(),
          ending.techCause(),
          ending.atUs());
    }
  }

  /** The Call-ID of a leg was told; it may have ended meanwhile. */
  void answered(Leg leg, String callId, long nowUs) {
    Leg before = leg.replaced();
    leg.replaced(null);
    leg.callId(callId);
    if (before != null && !callId.equals(before.callId())) {
      end(before, new Leg.Ending(null, null, null, nowUs));
    }
    Leg.Ending ending = leg.ending();
    if (ending == null) {
      // Known as up before it counts as resolved: presence() reads the other way round.
      upCallIds.merge(callId, 1, Integer::sum);
      unresolved.decrementAndGet();
    }
    tell(leg);
    if (ending != null) {
      end(leg, ending);
    }
  }

  /** Asterisk is asked for all its channels, on a new connection. */
  void beginList() {
    complete = false;
    beginListAgain();
  }

  /** Asterisk is asked for all its channels once more. */
  void beginListAgain() {
    listed.clear();
    listedKeys.clear();
    unasked.clear();
    legs.values().stream().filter(leg -> leg.callId() == null).forEach(unasked::add);
  }

  /** A channel of that list. */
  void listed(@Nullable String name, @Nullable String uniqueid, @Nullable String linkedid) {
    if (name == null || uniqueid == null) {
      return;
    }
    listed.add(uniqueid);
    listedKeys.add(Leg.key(name));
    Leg known = legs.get(Leg.key(name));
    if (known == null || known.uniqueid().equals(uniqueid)) {
      added(name, uniqueid, linkedid);
      return;
    }
    // The name is used again: by another call after Asterisk was restarted, or by the same one
    // after a masquerade. Its Call-ID will tell.
    legs.remove(Leg.key(name));
    left(known);
    Leg leg = new Leg(name, uniqueid, linkedid == null ? uniqueid : linkedid);
    leg.replaced(known.callId() == null ? null : known);
    enter(leg);
  }

  /**
   * The list is complete: channels known and not on it are gone, and for those whose Call-ID an
   * earlier connection could not tell, this one is asked.
   */
  void endList(long nowUs) {
    for (Iterator<Map.Entry<String, Leg>> all = legs.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Leg> entry = all.next();
      if (!listedKeys.contains(entry.getKey())) {
        all.remove();
        left(entry.getValue());
        end(entry.getValue(), new Leg.Ending(null, null, null, nowUs));
      }
    }
    complete = true;
    listener.resynced(pbx, Set.copyOf(listed));
    for (Leg leg : unasked) {
      if (legs.get(Leg.key(leg.name())) == leg) {
        ask.accept(leg);
      }
    }
  }

  /** Asterisk is away: nothing is known of now, but what was known is kept for its return. */
  void away() {
    complete = false;
  }

  /** Whether a channel with this Call-ID is up. Any thread may ask. */
  ChannelPresence presence(String callId) {
    boolean allKnown = complete && unresolved.get() == 0;
    if (complete && upCallIds.containsKey(callId)) {
      return ChannelPresence.UP;
    }
    return allKnown ? ChannelPresence.GONE : ChannelPresence.UNKNOWN;
  }

  /** The SIP channel of this name and uniqueid; null when there is none. */
  @Nullable Leg find(String name, String uniqueid) {
    Leg leg = legs.get(Leg.key(name));
    return leg != null && leg.uniqueid().equals(uniqueid) ? leg : null;
  }

  /** SIP channels known. Any thread may ask. */
  int channels() {
    return channels.get();
  }

  /** SIP channels whose Call-ID is not known. Any thread may ask. */
  int unresolved() {
    return unresolved.get();
  }

  /** Hangups told. Any thread may ask. */
  long hangups() {
    return hangups.sum();
  }
}
