package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls are found by their Call-ID, however many there are and whatever was taken out. */
final class CallTableTest {
  private static final int MANY = 10_000;

  private final EffectSink nowhere = effect -> {};
  private final EngineContext engine =
      new EngineContext(
          EngineSettings.withTolerance(EngineSettings.DEFAULT_TOLERANCE),
          nowhere,
          Presence.UNKNOWN,
          new FeedGaps(nowhere));
  private final CallTable calls = new CallTable();

  @Test
  void finds_each_while_it_grows_and_shrinks() {
    List<Call> all =
        IntStream.range(0, MANY).mapToObj(i -> calls.add(engine, "call-" + i, "pbx")).toList();
    assertThat(calls.size()).isEqualTo(MANY);

    for (int i = 0; i < MANY; i += 2) {
      calls.remove(all.get(i));
    }

    assertThat(calls.size()).isEqualTo(MANY / 2);
    for (int i = 0; i < MANY; i++) {
      assertThat(calls.find("call-" + i)).isSameAs(i % 2 == 0 ? null : all.get(i));
    }
    assertThat(calls.all()).hasSize(MANY / 2);
  }

  @Test
  void tells_them_in_the_order_of_their_call_ids() {
    List.of("b", "ä", "a", "B", "").forEach(callId -> calls.add(engine, callId, "pbx"));

    assertThat(calls.inOrder()).extracting(Call::callId).containsExactly("", "B", "a", "b", "ä");
  }
}
