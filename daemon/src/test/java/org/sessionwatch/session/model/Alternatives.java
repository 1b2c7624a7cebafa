package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;

/**
 * Other calls that would have been heard the same. Who hears a message knows only that it was sent
 * up to a second before: each may have been sent at any instant of that second, as long as every
 * answer follows its request, every ACK its answer, and each side's numbers go up. If one of these
 * calls calls for the verdict that was given, nobody who only overhears could have known better.
 */
final class Alternatives {
  private static final int MOST = 600;

  private final List<Message> messages;
  private final long[] earliestUs;
  private final long[] latestUs;
  private final List<List<Integer>> before = new ArrayList<>();

  /**
   * The alternatives of a call.
   *
   * @param messages the call as it really was
   * @param longestUs how late a copy may be heard
   */
  Alternatives(List<Message> messages, List<Mirror.Copy> copies, long longestUs) {
    this.messages = messages;
    earliestUs = new long[messages.size()];
    latestUs = new long[messages.size()];
    IdentityHashMap<Message, long[]> heard = new IdentityHashMap<>();
    for (Mirror.Copy copy : copies) {
      long[] span = heard.computeIfAbsent(copy.message(), one -> new long[] {Long.MAX_VALUE, 0});
      span[0] = Math.min(span[0], copy.atUs());
      span[1] = Math.max(span[1], copy.atUs());
    }
    for (int i = 0; i < messages.size(); i++) {
      long[] span = heard.get(messages.get(i));
      long ownUs = messages.get(i).atUs();
      latestUs[i] = span == null ? ownUs : span[0];
      earliestUs[i] = span == null ? ownUs : Math.min(ownUs, span[1] - longestUs);
      before.add(predecessors(i));
    }
    for (int i = messages.size() - 1; i >= 0; i--) {
      for (int earlier : before.get(i)) {
        latestUs[earlier] = Math.min(latestUs[earlier], latestUs[i] - 1);
      }
    }
  }

  private List<Integer> predecessors(int index) {
    List<Integer> found = new ArrayList<>();
    Message message = messages.get(index);
    for (int i = 0; i < index; i++) {
      if (mustPrecede(messages.get(i), message)) {
        found.add(i);
      }
    }
    return found;
  }

  /** Whether the one, which was sent before the other, cannot have been sent after it. */
  private static boolean mustPrecede(Message one, Message other) {
    String tag = one.calleeTag();
    boolean apart = tag != null && other.calleeTag() != null && !tag.equals(other.calleeTag());
    if (apart) {
      return false;
    }
    if (one.requester() == other.requester() && one.cseq() == other.cseq()) {
      return true;
    }
    boolean opens = one.method().equals("INVITE") && one.isSuccess() && other.canRefresh();
    return one.requester() == other.requester()
        && one.isRequest()
        && other.isRequest()
        && (one.cseq() < other.cseq() || opens);
  }

  /** Whether some alternative passes the test. */
  boolean any(Predicate<List<Message>> test, Dice dice) {
    for (int i = 0; i < MOST; i++) {
      if (test.test(one(i, dice))) {
        return true;
      }
    }
    return false;
  }

  private List<Message> one(int number, Dice dice) {
    int late = number == 0 ? 100 : dice.pick(95, 80, 50, 20, 5);
    int early = number == 0 ? 0 : (100 - late) * dice.pick(0, 50, 100) / 100;
    long[] chosen = new long[messages.size()];
    List<Message> call = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      long fromUs = earliestUs[i];
      for (int earlier : before.get(i)) {
        fromUs = Math.max(fromUs, chosen[earlier] + 1);
      }
      int where = dice.between(0, 99);
      long room = Math.max(0, latestUs[i] - fromUs);
      long share =
          where < late
              ? room
              : where < late + early ? 0 : (long) (room * (dice.between(0, 1_000) / 1e3));
      chosen[i] = fromUs + share;
      call.add(messages.get(i).at(chosen[i]));
    }
    call.sort(Comparator.comparingLong(Message::atUs));
    return call;
  }
}
