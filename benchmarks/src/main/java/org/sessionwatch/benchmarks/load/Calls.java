package org.sessionwatch.benchmarks.load;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The messages of all calls in order of time, the same ones for the same seed. Times are
 * microseconds since the first call began.
 */
final class Calls {
  private static final long MOST_CALLS = 10_000_000_000L;

  /** So that runs with different seeds have different Call-IDs, for up to so many calls. */
  private static final long NUMBERS_EACH = 100_000_000L;

  private final Mix mix;
  private final long most;
  private final double callsPerSecond;
  private final SplittableRandom random;
  private final HepFrames frames;
  private final Tally tally;
  private final long firstNumber;
  private final Map<CallScript.Sort, CallScript> scripts = new HashMap<>();
  private final PriorityQueue<Call> open =
      new PriorityQueue<>(
          Comparator.comparingLong((Call call) -> call.nextUs)
              .thenComparingLong(call -> call.number));

  private static final class Call {
    final CallScript script;
    final long number;
    final long begunUs;
    int step;
    long nextUs;

    Call(CallScript script, long number, long begunUs) {
      this.script = script;
      this.number = number;
      this.begunUs = begunUs;
      this.nextUs = begunUs + script.atUs[0];
    }
  }

  /**
   * Calls that begin at a steady rate.
   *
   * @param most how many
   * @param callsPerSecond of the calls' own time
   */
  Calls(Mix mix, long most, double callsPerSecond, long seed, HepFrames frames, Tally tally) {
    this.mix = mix;
    this.most = most;
    this.callsPerSecond = callsPerSecond;
    this.random = new SplittableRandom(seed);
    this.frames = frames;
    this.tally = tally;
    this.firstNumber = Math.floorMod(seed * NUMBERS_EACH, MOST_CALLS);
  }

  /** When the next message is due; {@link Long#MAX_VALUE} when there is none. */
  long dueUs() {
    long first = open.isEmpty() ? Long.MAX_VALUE : open.peek().nextUs;
    return Math.min(first, tally.begun < most ? beginUs() : Long.MAX_VALUE);
  }

  private long beginUs() {
    return (long) (tally.begun * 1_000_000.0 / callsPerSecond);
  }

  /**
   * Writes the next message into {@code to}.
   *
   * @param nowUs what HEP is to say of its time, microseconds since the epoch
   * @return its length
   */
  int next(byte[] to, long nowUs) {
    while (tally.begun < most && (open.isEmpty() || beginUs() <= open.peek().nextUs)) {
      begin();
    }
    Call call = open.remove();
    Template message = call.script.messages[call.step];
    int length = message.write(to, call.number, nowUs);
    call.script.sent[call.step]++;
    call.step++;
    if (call.step < call.script.length()) {
      call.nextUs = call.begunUs + call.script.atUs[call.step];
      open.add(call);
    } else {
      tally.ended++;
    }
    return length;
  }

  private void begin() {
    CallScript.Sort sort =
        new CallScript.Sort(
            random.nextDouble() < mix.kamailio(),
            random.nextDouble() < mix.callerRefreshes(),
            random.nextDouble() < mix.update(),
            random.nextDouble() < mix.challenged(),
            mix.fate(random.nextDouble()));
    CallScript script = scripts.computeIfAbsent(sort, key -> new CallScript(key, mix, frames));
    open.add(new Call(script, firstNumber + tally.begun, beginUs()));
    tally.fate(sort.fate())[0]++;
    tally.begun++;
  }

  /** Adds up what was scripted, by kind, in the tally. To be called once, at the end. */
  void count() {
    for (CallScript script : scripts.values()) {
      for (int i = 0; i < script.length(); i++) {
        tally.kind(script.messages[i].kind)[0] += script.sent[i];
      }
    }
  }

  /** Calls per second so that about this many are open at a time. */
  static double rateFor(long openCalls, Mix mix) {
    double onTime = 1 - mix.missed() - mix.dropped();
    double seconds =
        onTime * mix.seconds(Mix.Fate.ON_TIME)
            + mix.missed() * mix.seconds(Mix.Fate.MISSED)
            + mix.dropped() * mix.seconds(Mix.Fate.DROPPED);
    return openCalls / Math.max(1, seconds);
  }
}
