package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final EngineContext ENGINE =
      new EngineContext(
          EngineSettings.withTolerance(Duration.ofSeconds(6)),
          effect -> {},
          Presence.UNKNOWN,
          new FeedGaps(effect -> {}));

  private final Deadlines deadlines = new Deadlines();
  private final Map<Call, Long> expected = new HashMap<>();

  /** Against a map that is looked through; many have the same deadline. */
  @Test
  void the_first_is_always_one_with_the_earliest_deadline() {
    SplittableRandom random = new SplittableRandom(4028);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      calls.add(new Call(ENGINE, ("call-" + i).getBytes(StandardCharsets.UTF_8), "pbx"));
    }
    for (int round = 0; round < 20_000; round++) {
      Call call = calls.get(random.nextInt(calls.size()));
      if (random.nextInt(4) == 0) {
        deadlines.remove(call);
        expected.remove(call);
      } else {
        long deadlineUs = random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextInt(500);
        deadlines.schedule(call, deadlineUs);
        expected.put(call, deadlineUs);
      }
      assertFirst();
    }
    while (!expected.isEmpty()) {
      Call first = deadlines.first();
      deadlines.remove(first);
      expected.remove(first);
      assertFirst();
    }
  }

  private void assertFirst() {
    long earliest = expected.values().stream().min(Long::compare).orElse(Long.MAX_VALUE);
    assertThat(deadlines.firstUs()).isEqualTo(earliest);
    if (!expected.isEmpty()) {
      assertThat(expected).containsEntry(deadlines.first(), earliest);
    }
  }
}
