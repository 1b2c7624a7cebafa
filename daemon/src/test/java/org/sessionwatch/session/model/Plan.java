package org.sessionwatch.session.model;

import java.util.List;

/**
 * What a history is made of; the same plan always gives the same history.
 *
 * @param opening how the call comes about
 * @param steps what happens in it
 * @param ending how it ends
 * @param luck seed of everything left open
 */
record Plan(Openings opening, List<Refreshing> steps, Ending ending, int luck) {
  private static final long SECOND = 1_000_000;

  History history() {
    Dice dice = new Dice(luck);
    CallWriter call = new CallWriter(dice.pick(6, 6, 6, 0, 2, 10) * SECOND);
    opening.write(call, new Dice(luck + 1));
    int number = 2;
    for (Refreshing step : steps) {
      if (!call.over) {
        call.pause(dice.seconds(1.2, 3));
        step.write(call, new Dice(luck + 31L * number++));
      }
    }
    if (!call.over) {
      call.pause(dice.seconds(1.2, 3));
      ending.write(call, new Dice(luck + 31L * number));
    }
    List<Message> messages = call.messages();
    long lastUs = messages.get(messages.size() - 1).atUs();
    long restUs = dice.percent(50) ? dice.seconds(3, 200) : dice.seconds(3, 3600);
    return new History(messages, call.toleranceUs, Math.max(lastUs, call.nowUs) + restUs);
  }
}
