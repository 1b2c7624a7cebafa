package org.sessionwatch.benchmarks;

import java.util.Map;

/**
 * What holds the rows whose goal is missed, as profiles and counts have shown it; written by people
 * and printed beside a miss. Whoever changes what it is about changes it here.
 */
final class Holds {
  private static final String SHARED =
      "of 20 us of CPU a message, by the threads' own clocks twenty seconds after the start, the JVM's compiler had 9 (which"
          + " ends), the collector 4, receiving 3, the engine 3, the history 2. Load, daemon and PostgreSQL share the"
          + " processors, the sink shares them with the load alone";

  private static final Map<Integer, String> BY_ROW =
      Map.ofEntries(
          Map.entry(1, SHARED),
          Map.entry(
              2,
              "what a call leaves behind for a minute (5 kB) is what the collector copies; "
                  + SHARED),
          Map.entry(
              3,
              "believed, not measured: over TCP only receiving costs less: engine, history and PostgreSQL cost the same, and set the rate"),
          Map.entry(
              4,
              "believed, not measured: both sides write to a PostgreSQL beside the load on the same processors; a call's row is written at its"
                  + " beginning, at its refresh and at its end"),
          Map.entry(
              6,
              "some twenty objects a dialog with a header each, and five texts (Call-ID, two tags, two URIs: 320 B);"
                  + " below 700 B they would have to be folded into a few"),
          Map.entry(
              7,
              "believed, not measured: a dialog chosen at random is in no cache, and each refresh is remembered for a minute, which the"
                  + " collector copies"),
          Map.entry(8, "the longest pause of the collector, told on standard error"),
          Map.entry(
              9,
              "believed, not measured: the writer writes a call's row at each change, in time, where COPY writes it once; and it merges by key"),
          Map.entry(
              10,
              "believed, not measured: start: connection, check of the schema and the open calls come before the daemon says that it hears;"
                  + " memory: the heap of G1 for messages that come, which the peer never needs"),
          Map.entry(11, "collections of the young; see row 2 for what they copy"),
          Map.entry(
              12,
              "judging, which takes one thread; at small captures the JVM's start and its compiler"));

  private Holds() {}

  /** What holds the row; empty where nothing is known. */
  static String back(int row) {
    return BY_ROW.getOrDefault(row, "");
  }
}
