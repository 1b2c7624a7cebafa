package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** What capture points make of a call: copies, late and out of order, or nothing. */
final class Mirror {
  private static final long LONGEST_DELAY_US = 990_000;

  private Mirror() {}

  /**
   * A message as it was heard.
   *
   * @param atUs when
   * @param message what
   * @param behindProxy on which hop
   */
  record Copy(long atUs, Message message, boolean behindProxy) {}

  /** What a mirror does. */
  record Weather(boolean twoHops, boolean doubles, boolean delays, int lossPercent) {
    static final Weather FAIR = new Weather(false, false, false, 0);

    boolean isFault() {
      return doubles || delays || lossPercent > 0;
    }
  }

  static List<Copy> hear(List<Message> messages, Weather weather, Dice dice) {
    List<Copy> copies = new ArrayList<>();
    for (Message message : messages) {
      boolean proxyFirst =
          message.isRequest() == (message.sender() == org.sessionwatch.session.Side.CALLEE);
      copies.add(copy(message, 0, weather.twoHops && proxyFirst, weather, dice));
      if (weather.twoHops) {
        copies.add(copy(message, dice.seconds(0.001, 0.009), !proxyFirst, weather, dice));
      }
      if (weather.doubles) {
        copies.add(copy(message, dice.seconds(0, 0.003), weather.twoHops, weather, dice));
      }
    }
    if (weather.lossPercent > 0) {
      copies.removeIf(copy -> dice.percent(weather.lossPercent));
    }
    copies.sort(Comparator.comparingLong(Copy::atUs));
    return copies;
  }

  private static Copy copy(
      Message message, long afterUs, boolean behindProxy, Weather weather, Dice dice) {
    long delay = weather.delays ? dice.seconds(0, LONGEST_DELAY_US / 1e6) : 0;
    return new Copy(
        message.atUs() + Math.min(afterUs + delay, LONGEST_DELAY_US), message, behindProxy);
  }

  /**
   * The history with each message at the time of its first copy. Where an answer was heard before
   * its request, either the request is taken to be as old as the answer, or the answer as young as
   * the request.
   */
  static List<Message> asHeard(List<Message> messages, List<Copy> copies, boolean early) {
    Map<Message, Long> first = new IdentityHashMap<>();
    copies.forEach(copy -> first.merge(copy.message(), copy.atUs(), Math::min));
    Map<String, Long> neighbour = new HashMap<>();
    List<Message> heard = new ArrayList<>(messages);
    if (early) {
      Collections.reverse(heard);
    }
    BinaryOperator<Long> order =
        early
            ? (after, mine) -> Math.min(after - 1, mine)
            : (before, mine) -> Math.max(before + 1, mine);
    heard.replaceAll(
        one ->
            one.at(neighbour.merge(one.transaction(), first.getOrDefault(one, one.atUs()), order)));
    heard.sort(Comparator.comparingLong(Message::atUs));
    return heard;
  }
}
