package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.sessionwatch.session.model.ReferenceModelTest.Comparison;

/** One history, how it is heard, and what the model and the engine say of it. */
final class Trial {
  private static final int MOST_STEPS = 4;

  private final Plan plan;
  private final History history;
  private final Mirror.Weather weather;
  private final List<Mirror.Copy> copies;
  private final Verdict model;

  Trial(Plan plan, Mirror.Weather weather) {
    this.plan = plan;
    this.weather = weather;
    history = plan.history();
    copies = Mirror.hear(history.messages(), weather, new Dice(plan.luck()));
    model = ReferenceModel.judge(history.messages(), history.toleranceUs(), history.untilUs());
  }

  /** Every second has faults. */
  static Trial number(long seed, int number) {
    Dice dice = new Dice(number);
    Mirror.Weather weather =
        number % 2 == 0 ? Mirror.Weather.FAIR : Objects.requireNonNull(dice.pick(Mirror.FAULTS));
    return number(seed, number, weather);
  }

  static Trial number(long seed, int number, Mirror.Weather weather) {
    Dice dice = new Dice(seed * 1_000_003 + number);
    List<Refreshing> steps = new ArrayList<>();
    for (int count = dice.between(0, MOST_STEPS); count > 0; count--) {
      steps.add(dice.pick(Refreshing.values()));
    }
    Openings opening = dice.pick(Openings.values());
    Ending ending = dice.pick(Ending.values());
    int luck = dice.between(0, Integer.MAX_VALUE - 1);
    return new Trial(new Plan(opening, steps, ending, luck), weather);
  }

  Mirror.Weather weather() {
    return weather;
  }

  List<Mirror.Copy> copies() {
    return copies;
  }

  History history() {
    return history;
  }

  private Verdict model(List<Message> messages) {
    return ReferenceModel.judge(messages, history.toleranceUs(), history.untilUs());
  }

  /** The engine after the last message. */
  EngineRun heard() {
    boolean ticking = plan.luck() % 2 == 0;
    return new EngineRun(history.toleranceUs()).hear(copies, ticking);
  }

  /** The engine at the end, when some copies were never heard. */
  EngineRun without(Predicate<Mirror.Copy> lost) {
    List<Mirror.Copy> left = copies.stream().filter(lost.negate()).toList();
    EngineRun run = new EngineRun(history.toleranceUs()).hear(left, true);
    return run.finish(history.untilUs());
  }

  private Verdict engine() {
    return heard().finish(history.untilUs()).verdict();
  }

  /** The alerts that were compared. */
  List<String> comparedAlerts() {
    return model.alerts();
  }

  Comparison compare() {
    Verdict engine = engine();
    if (weather.isFault() ? model.equalsInWords(engine) : model.equalsExactly(engine)) {
      return Comparison.AGREED;
    }
    boolean fence = weather.isFault() && isOfAnotherCall(engine);
    return fence ? Comparison.FENCE : Comparison.DISAGREED;
  }

  /** Whether the model says the same of another call that would have been heard the same. */
  private boolean isOfAnotherCall(Verdict engine) {
    long longestUs = weather.longestDelayUs();
    return new Alternatives(history.messages(), copies, longestUs)
        .any(call -> model(call).equalsInWords(engine), new Dice(plan.luck()));
  }

  /** Without the steps that do not matter for the disagreement. */
  Trial smallest() {
    for (int i = 0; i < plan.steps().size(); i++) {
      List<Refreshing> fewer = new ArrayList<>(plan.steps());
      fewer.remove(i);
      Plan smaller = new Plan(plan.opening(), fewer, plan.ending(), plan.luck());
      Trial trial = new Trial(smaller, weather);
      if (trial.compare() == Comparison.DISAGREED) {
        return trial.smallest();
      }
    }
    return this;
  }

  String show() {
    StringBuilder text = new StringBuilder().append(plan).append('\n').append(history);
    if (weather.isFault()) {
      text.append("heard\n");
      for (Mirror.Copy copy : copies) {
        Message heard = copy.message().at(copy.atUs());
        text.append(heard.script(CallWriter.START_US)).append('\n');
      }
    }
    return text + "model\n" + model + "engine\n" + engine();
  }
}
