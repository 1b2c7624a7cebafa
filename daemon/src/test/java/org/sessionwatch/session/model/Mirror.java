package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What capture points make of a call: copies, late and out of order, or nothing. */
final class Mirror {
  private static final long LONGEST_DELAY_US = 990_000;

  /** Between the copies of two hops, or of two capture points. */
  private static final long LONGEST_APART_US = 9_000;

  private Mirror() {}

  /**
   * A message as it was heard.
   *
   * @param atUs when
   * @param message what
   * @param behindProxy on which hop
   */
  record Copy(long atUs, Message message, boolean behindProxy) {}

  /**
   * What a mirror does.
   *
   * @param twoHops whether messages are heard on both sides of a proxy
   * @param doubles whether a second capture point tells of each once more
   * @param delays whether each copy is late by up to a second, which swaps messages
   */
  record Weather(boolean twoHops, boolean doubles, boolean delays) {
    static final Weather FAIR = new Weather(false, false, false);

    /** How much later than it was sent the last copy of a message may be heard. */
    long longestDelayUs() {
      if (delays) {
        return LONGEST_DELAY_US;
      }
      return isFault() ? LONGEST_APART_US : 0;
    }

    boolean isFault() {
      return twoHops || doubles || delays;
    }

    String name() {
      List<String> words = new ArrayList<>();
      words.add(twoHops ? "two hops" : "one hop");
      if (doubles) {
        words.add("doubled");
      }
      if (delays) {
        words.add("reordered");
      }
      return String.join(", ", words);
    }
  }

  static final Weather[] FAULTS = {
    new Weather(true, false, false),
    new Weather(false, true, false),
    new Weather(true, true, false),
    new Weather(false, false, true),
    new Weather(true, false, true),
    new Weather(false, true, true),
    new Weather(true, true, true),
  };

  static List<Copy> hear(List<Message> messages, Weather weather, Dice dice) {
    List<Copy> copies = new ArrayList<>();
    for (Message message : messages) {
      boolean proxyFirst =
          message.isRequest() == (message.sender() == org.sessionwatch.session.Side.CALLEE);
      copies.add(copy(message, 0, weather.twoHops && proxyFirst, weather, dice));
      if (weather.twoHops) {
        copies.add(
            copy(message, dice.seconds(0.001, LONGEST_APART_US / 1e6), !proxyFirst, weather, dice));
      }
      if (weather.doubles) {
        copies.add(copy(message, dice.seconds(0, 0.003), weather.twoHops, weather, dice));
      }
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
}
