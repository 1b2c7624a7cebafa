package org.sessionwatch.session.model;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Side;

/** What parties write about the timer: mostly as the rules want it, sometimes not. */
final class Wording {
  private Wording() {}

  /** An interval that a caller asks for first. */
  static int interval(Dice dice) {
    int usual = dice.pick(90, 90, 90, 91, 100, 120, 180, 300, 600, 1800);
    return dice.percent(3) ? dice.pick(30, 45, 60, 89) : usual;
  }

  /** The first INVITE. */
  static Headers firstAsk(Dice dice) {
    if (dice.percent(5)) {
      return Headers.NONE;
    }
    if (dice.percent(6)) {
      return Headers.supporting();
    }
    String role = dice.percent(50) ? null : anyRole(dice);
    return Headers.asking(interval(dice), role).withMinSe(minSe(dice));
  }

  /** A refresh of the session as it stands. */
  static Headers ask(CallWriter call, Side by, Dice dice) {
    if (dice.percent(4)) {
      return Headers.NONE;
    }
    if (dice.percent(4)) {
      return Headers.supporting();
    }
    int interval = call.hasTimer() && dice.percent(92) ? call.interval : interval(dice);
    String role = call.refresher == by ? Headers.UAC : Headers.UAS;
    if (dice.percent(15)) {
      role = dice.percent(33) ? null : anyRole(dice);
    }
    return Headers.asking(interval, role).withMinSe(minSe(dice));
  }

  private static String anyRole(Dice dice) {
    return dice.pick(Headers.UAC, Headers.UAS);
  }

  private static @Nullable Integer minSe(Dice dice) {
    if (dice.percent(70)) {
      return null;
    }
    return dice.percent(4) ? dice.pick(30, 60) : dice.pick(90, 90, 90, 120);
  }

  /** The 2xx to it. */
  static Headers grant(Headers ask, Dice dice) {
    if (dice.percent(84)) {
      return lawful(ask, dice);
    }
    Headers lawful = lawful(ask, dice);
    int interval = lawful.interval() == null ? 90 : lawful.interval();
    Headers given = Headers.giving(interval, lawful.role() == null ? Headers.UAS : lawful.role());
    return switch (dice.between(1, 6)) {
      case 1 -> lawful.withInterval(null).withRequired(false);
      case 2 -> given.withRole(null);
      case 3 -> given.withInterval(dice.pick(30, 60, 80));
      case 4 -> given.withInterval(interval + dice.between(1, 300));
      case 5 -> given.withRequired(false);
      default -> Headers.giving(interval, Headers.UAC.equals(given.role()) ? "uas" : "uac");
    };
  }

  private static Headers lawful(Headers ask, Dice dice) {
    if (!ask.supported()) {
      boolean alone = dice.percent(40);
      return alone ? Headers.giving(dice.pick(90, 120), Headers.UAS) : Headers.NONE;
    }
    if (ask.interval() == null) {
      boolean adds = dice.percent(60);
      return adds
          ? Headers.giving(dice.pick(90, 180, 1800), dice.pick(Headers.UAC, Headers.UAS))
          : Headers.supporting();
    }
    String role = ask.role() == null ? dice.pick(Headers.UAC, Headers.UAS) : ask.role();
    int least = Math.max(90, ask.minSe() == null ? 90 : ask.minSe());
    boolean lowers = ask.interval() > least && dice.percent(10);
    return Headers.giving(lowers ? dice.between(least, ask.interval()) : ask.interval(), role);
  }
}
