package org.sessionwatch.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/**
 * The same messages for the same seed, and calls of which the engine says what they were made to
 * be.
 */
class CallsTest {
  private static final long START_US = 1_800_000_000_000_000L;
  private static final String[] MIX = {
    "--late", "20", "--missed", "20", "--dropped", "20", "--challenged", "30"
  };

  private final Tally tally = new Tally();

  private Calls calls(long seed, String... mix) {
    return new Calls(Mix.of(Flags.of(mix)), 200, 50, seed, new HepFrames("key"), tally);
  }

  private static List<byte[]> all(Calls calls) {
    List<byte[]> messages = new ArrayList<>();
    byte[] message = new byte[1 << 16];
    while (calls.dueUs() != Long.MAX_VALUE) {
      int length = calls.next(message, START_US);
      messages.add(Arrays.copyOf(message, length));
    }
    calls.count();
    return messages;
  }

  @Test
  void a_seed_gives_the_same_messages_and_another_one_others() {
    List<byte[]> first = all(calls(1, MIX));
    assertThat(tally.begun).isEqualTo(200);
    assertThat(tally.ended).isEqualTo(200);
    Tally again = new Tally();
    Mix mix = Mix.of(Flags.of(MIX));
    List<byte[]> second = all(new Calls(mix, 200, 50, 1, new HepFrames("key"), again));
    List<byte[]> other = all(new Calls(mix, 200, 50, 2, new HepFrames("key"), new Tally()));
    assertThat(second.toArray(byte[][]::new)).isDeepEqualTo(first.toArray(byte[][]::new));
    assertThat(other.get(0)).isNotEqualTo(first.get(0));
    assertThat(again.json(1)).isEqualTo(tally.json(1));
  }

  @Test
  void the_engine_says_of_the_calls_what_they_were_made_to_be() {
    Map<String, Integer> told = new HashMap<>();
    SessionEngine engine =
        new SessionEngine(
            EngineSettings.withTolerance(EngineSettings.DEFAULT_TOLERANCE),
            effect -> count(told, effect));
    Calls calls = calls(1, MIX);
    byte[] message = new byte[1 << 16];
    long nowUs = START_US;
    while (calls.dueUs() != Long.MAX_VALUE) {
      nowUs = START_US + calls.dueUs();
      int length = calls.next(message, nowUs);
      engine.advance(nowUs);
      if (SipScanner.scan(payload(message, length)) instanceof SipMessage sip) {
        engine.message(sip, "load", nowUs);
      }
    }
    engine.advance(nowUs + 60_000_000);
    int late = (int) tally.fate(Mix.Fate.LATE)[0];
    int missed = (int) tally.fate(Mix.Fate.MISSED)[0];
    int dropped = (int) tally.fate(Mix.Fate.DROPPED)[0];
    assertThat(late).isPositive();
    assertThat(told)
        .isEqualTo(
            Map.of(
                "Established",
                200,
                "Ended",
                200,
                "REFRESH_LATE",
                late + missed + dropped,
                "REFRESH_MISSED",
                missed + dropped,
                "SESSION_EXPIRED",
                missed,
                "DROPPED_BY_TIMER",
                dropped));
  }

  private static void count(Map<String, Integer> told, Effect effect) {
    if (effect instanceof Effect.AlertRaised raised) {
      told.merge(raised.alert().kind().name(), 1, Integer::sum);
    } else if (effect instanceof Effect.Established || effect instanceof Effect.Ended) {
      told.merge(effect.getClass().getSimpleName(), 1, Integer::sum);
    }
  }

  /** The payload chunk, found without the daemon's own decoder. */
  private static byte[] payload(byte[] message, int length) {
    ByteBuffer hep = ByteBuffer.wrap(message, 0, length);
    assertThat(hep.getInt()).isEqualTo(0x48455033);
    assertThat(hep.getShort()).isEqualTo((short) length);
    while (hep.hasRemaining()) {
      hep.getShort();
      int type = hep.getShort();
      byte[] value = new byte[hep.getShort() - 6];
      hep.get(value);
      if (type == 15) {
        return value;
      }
    }
    throw new AssertionError("no payload");
  }

  @Test
  void what_the_weather_does_is_counted_to_the_message() throws IOException {
    Tally sent = new Tally();
    long[] got = new long[1];
    Wire wire =
        new Wire() {
          @Override
          public void send(byte[] bytes, int length) {
            got[0]++;
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Weather weather =
        new Weather(new Weather.Shares(0.1, 0.1, 0.1), wire, sent, new SplittableRandom(1));
    for (int i = 0; i < 10_000; i++) {
      weather.send(new byte[10], 10);
    }
    weather.release();
    assertThat(got[0]).isEqualTo(sent.sent).isEqualTo(10_000 - sent.lost + sent.repeated);
    assertThat(sent.lost).isBetween(800L, 1_200L);
    assertThat(sent.swapped).isPositive();
  }

  @Test
  void mistakes_name_their_option() {
    assertThatThrownBy(() -> Flags.of(new String[] {"--late", "200"}).share("--late", 0))
        .hasMessage("--late: \"200\" is not a share from 0 to 100 percent");
    assertThatThrownBy(() -> Flags.of(new String[] {"to", "x"}))
        .hasMessage("to: an option was expected here; --help lists them");
    assertThatThrownBy(() -> Mix.of(Flags.of(new String[] {"--late", "60", "--missed", "60"})))
        .hasMessageContaining("more than 100 percent");
  }
}
