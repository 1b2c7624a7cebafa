package org.sessionwatch.session.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.session.model.Fault.Kind.AGAIN;
import static org.sessionwatch.session.model.Fault.Kind.BEHIND_PROXY;
import static org.sessionwatch.session.model.Fault.Kind.LATE;
import static org.sessionwatch.session.model.Fault.Kind.LOST;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.model.DrawnCall.End;
import org.sessionwatch.session.model.DrawnCall.How;
import org.sessionwatch.session.model.DrawnCall.Step;
import org.sessionwatch.session.model.DrawnCall.What;
import org.sessionwatch.session.model.Mirror.Copy;

/**
 * What holds of any call and of any weather of the mirror. Calls and faults are drawn part by part,
 * so that what breaks a property is shrunk to the smallest call and the fewest faults that do.
 * {@link ReferenceModelTest} reads more kinds of calls, and more of them.
 */
class MirrorPropertiesTest {
  /** More from the same seed: {@code -Djqwik.tries.default=100000}; others: change it here. */
  private static final String SEED = "4028";

  /** Who hears a message knows that it was sent at most so long before. */
  private static final long LONGEST_DELAY_US = 990_000;

  private static final long A_DAY_US = 24 * 3_600 * CallWriter.SECOND;

  @Property(seed = SEED)
  void told_twice_it_is_judged_as_told_once(
      @ForAll("calls") DrawnCall call, @ForAll("repetitions") List<Fault> faults) {
    History history = call.history();
    EngineRun heard = heard(history, faults);
    count(heard.kinds(false));
    assertThat(heard.verdict().equalsExactly(heard(history, List.of()).verdict()))
        .as(() -> show(history, faults))
        .isTrue();
  }

  @Property(seed = SEED)
  void swapped_within_a_second_it_is_judged_as_in_order_or_as_another_call_heard_the_same(
      @ForAll("calls") DrawnCall call, @ForAll("weather") List<Fault> faults) {
    History history = call.history();
    EngineRun heard = heard(history, faults);
    count(heard.kinds(false));
    boolean same = heard.verdict().equalsInWords(heard(history, List.of()).verdict());
    assertThat(same || isOfAnotherCall(history, faults, heard.verdict()))
        .as(() -> show(history, faults))
        .isTrue();
  }

  @Property(seed = SEED)
  void a_loss_makes_no_confirmed_alert_that_the_whole_call_does_not_have(
      @ForAll("calls") DrawnCall call, @ForAll("losses") List<Fault> faults) {
    History history = call.history();
    Set<AlertKind> confirmed = new HashSet<>(heard(history, faults).kinds(true));
    count(confirmed);
    confirmed.removeAll(heard(history, List.of()).kinds(false));
    confirmed.remove(AlertKind.FEED_GAP); // it tells of the loss
    assertThat(confirmed).as(() -> show(history, faults)).isEmpty();
  }

  @Property(seed = SEED)
  void of_a_call_nothing_is_kept_but_itself_and_that_not_for_ever(
      @ForAll("calls") DrawnCall call, @ForAll("anything") List<Fault> faults) {
    History history = call.history();
    EngineRun run = new EngineRun(history.toleranceUs());
    run.hear(Fault.hear(history.messages(), faults), true);
    assertThat(run.mostOpen()).as(() -> show(history, faults)).isLessThanOrEqualTo(1);
    run.advance(history.untilUs() + A_DAY_US + 3_600 * CallWriter.SECOND);
    assertThat(run.isEmpty()).as(() -> show(history, faults)).isTrue();
  }

  @Property(seed = SEED)
  void the_engine_says_what_the_model_says(@ForAll("calls") DrawnCall call) {
    History history = call.history();
    EngineRun heard = heard(history, List.of());
    count(heard.kinds(false));
    Verdict model =
        ReferenceModel.judge(history.messages(), history.toleranceUs(), history.untilUs());
    assertThat(model.equalsExactly(heard.verdict())).as(() -> show(history, List.of())).isTrue();
  }

  private static void count(Set<AlertKind> kinds) {
    kinds.forEach(kind -> Statistics.label("alerts").collect(kind));
  }

  private static EngineRun heard(History history, List<Fault> faults) {
    List<Copy> copies = Fault.hear(history.messages(), faults);
    return new EngineRun(history.toleranceUs()).hear(copies, true).finish(history.untilUs());
  }

  private static boolean isOfAnotherCall(History history, List<Fault> faults, Verdict verdict) {
    List<Copy> copies = Fault.hear(history.messages(), faults);
    return new Alternatives(history.messages(), copies, LONGEST_DELAY_US)
        .any(
            other ->
                ReferenceModel.judge(other, history.toleranceUs(), history.untilUs())
                    .equalsInWords(verdict),
            new Dice(1));
  }

  private static String show(History history, List<Fault> faults) {
    StringBuilder text = new StringBuilder("\n").append(history).append("heard\n");
    for (Copy copy : Fault.hear(history.messages(), faults)) {
      Message message = copy.message().at(copy.atUs());
      text.append(message.script(CallWriter.START_US)).append('\n');
    }
    return text
        + ("whole\n" + heard(history, List.of()).verdict())
        + ("with faults\n" + heard(history, faults).verdict())
        + heard(history, faults).confirmations();
  }

  @Provide
  Arbitrary<DrawnCall> calls() {
    return Combinators.combine(
            Arbitraries.of(90, 120, 1800),
            Arbitraries.of(Side.values()),
            steps().list().ofMaxSize(5),
            ends())
        .as(DrawnCall::new);
  }

  private static Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.of(What.values()), Arbitraries.of(Side.values()), pauses())
        .as(Step::new);
  }

  private static Arbitrary<End> ends() {
    return Combinators.combine(
            Arbitraries.of(How.values()),
            Arbitraries.of(Side.values()),
            pauses(),
            Arbitraries.integers().between(0, 200_000))
        .as(End::new);
  }

  /** Anything up to two intervals of 90 s, and often about one of their thresholds. */
  private static Arbitrary<Integer> pauses() {
    Arbitrary<Integer> anything = Arbitraries.integers().between(0, 180_000);
    Arbitrary<Integer> near =
        Combinators.combine(
                Arbitraries.of(38_000, 44_000, 50_000, 59_000, 80_000, 90_000, 97_800),
                Arbitraries.integers().between(-2_500, 2_500))
            .as(Integer::sum);
    return Arbitraries.frequencyOf(Tuple.of(1, anything), Tuple.of(2, near));
  }

  @Provide
  Arbitrary<List<Fault>> repetitions() {
    return faults(AGAIN, BEHIND_PROXY);
  }

  @Provide
  Arbitrary<List<Fault>> weather() {
    return faults(AGAIN, BEHIND_PROXY, LATE, LATE);
  }

  @Provide
  Arbitrary<List<Fault>> losses() {
    return faults(LOST);
  }

  @Provide
  Arbitrary<List<Fault>> anything() {
    return faults(AGAIN, BEHIND_PROXY, LATE, LOST);
  }

  private static Arbitrary<List<Fault>> faults(Fault.Kind... kinds) {
    return Combinators.combine(
            Arbitraries.of(kinds),
            Arbitraries.integers().between(0, 30),
            Arbitraries.integers().between(0, 990))
        .as(Fault::new)
        .list()
        .ofMaxSize(6);
  }
}
