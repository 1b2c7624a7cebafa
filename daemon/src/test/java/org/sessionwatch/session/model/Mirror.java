package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

  /**
   * What a mirror does.
   *
   * @param twoHops whether messages are heard on both sides of a proxy
   * @param doubles whether a second capture point tells of each once more
   * @param delays whether each copy is late by up to a second, which swaps messages
   */
  record Weather(boolean twoHops, boolean doubles, boolean delays) {
    static final Weather FAIR = new Weather(false, false, false);

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
        copies.add(copy(message, dice.seconds(0.001, 0.009), !proxyFirst, weather, dice));
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

  /** The copies, and where an ACK came before the 2xx that it shows, that 2xx then. */
  static List<Copy> withShownSuccesses(List<Message> messages, List<Copy> copies) {
    List<Copy> more = new ArrayList<>(copies);
    for (Copy ack : copies) {
      if (ack.message().method().equals("ACK")) {
        messages.stream()
            .filter(one -> isAckTo(ack.message(), one))
            .findFirst()
            .ifPresent(one -> more.add(new Copy(ack.atUs(), one, ack.behindProxy())));
      }
    }
    return more;
  }

  /** Whether the one acknowledges the other, a 2xx. */
  static boolean isAckTo(Message ack, Message success) {
    return ack.method().equals("ACK")
        && success.method().equals("INVITE")
        && success.isSuccess()
        && ack.sender() != success.sender()
        && ack.cseq() == success.cseq()
        && Objects.equals(ack.calleeTag(), success.calleeTag());
  }

  /**
   * The history with each message at the time of its first copy. Where an answer was heard before
   * its request, either the request is taken to be as old as the answer, or the answer as young as
   * the request.
   *
   * @param early whether requests are made older; otherwise answers are made younger
   * @param earlyByes the same for BYEs and their answers
   */
  static List<Message> asHeard(
      List<Message> messages, List<Copy> copies, boolean early, boolean earlyByes) {
    IdentityHashMap<Message, Long> first = new IdentityHashMap<>();
    copies.forEach(copy -> first.merge(copy.message(), copy.atUs(), Math::min));
    List<Message> heard = new ArrayList<>();
    for (boolean older : new boolean[] {true, false}) {
      List<Message> moved = inOrder(messages, first, older);
      moved.removeIf(one -> older != (one.method().equals("BYE") ? earlyByes : early));
      heard.addAll(moved);
    }
    heard.sort(Comparator.comparingLong(Message::atUs));
    return heard;
  }

  private static List<Message> inOrder(
      List<Message> messages, IdentityHashMap<Message, Long> first, boolean older) {
    Map<String, Long> asked = new HashMap<>();
    Map<String, Long> answered = new HashMap<>();
    for (Message one : messages) {
      long atUs = first.getOrDefault(one, one.atUs());
      if (one.isRequest() || one.isFinal()) {
        (one.isRequest() ? asked : answered).merge(one.transaction(), atUs, Math::min);
      }
    }
    List<Message> heard = new ArrayList<>();
    for (Message one : messages) {
      long atUs = first.getOrDefault(one, one.atUs());
      if (older && one.isRequest()) {
        long answer = answered.getOrDefault(one.transaction(), Long.MAX_VALUE);
        heard.add(one.at(Math.min(atUs, answer - 1)));
      } else if (!older && one.isFinal()) {
        heard.add(one.at(Math.max(atUs, asked.getOrDefault(one.transaction(), atUs) + 1)));
      } else {
        heard.add(one.at(atUs));
      }
    }
    return heard;
  }
}
