package org.sessionwatch.benchmarks;

import java.util.Map;

/**
 * What holds the rows whose goal is missed: what people make of what the run itself has measured of
 * it ({@link Bench#holds}), behind which it is printed. Whoever changes what it is about changes it
 * here.
 */
final class Holds {
  private static final Map<Integer, String> BY_ROW =
      Map.ofEntries(
          Map.entry(
              1,
              "Load, daemon and PostgreSQL share the processors; the sink shares them with the load alone, and does none of that work"),
          Map.entry(
              2,
              "What the collector copies is what a call leaves behind for a minute, since copies of its messages may still come"),
          Map.entry(
              3,
              "Over TCP receiving costs less; engine, history and PostgreSQL cost the same, and set the rate"),
          Map.entry(
              4,
              "Both sides share the processors with the load; a call of the feed is over within the run, so its row is written and"
                  + " changed in the same seconds as its messages come"),
          Map.entry(
              5,
              "The three are timed one after the other, so what slows the machine in one of these minutes shows in the ratio"
                  + " (the server may still write what row 4 has stored); alone it is benchmarks/run 5"),
          Map.entry(
              6,
              "eleven objects a dialog, whose headers alone take 140 B, and the bytes of five texts (Call-ID, two tags, two URIs), 128 here"),
          Map.entry(
              7,
              "What the engine takes more is probably the memory's (a dialog chosen at random is in no cache; no counter was asked),"
                  + " what the collector takes more is probably that each refresh is remembered for a minute, and copied once"),
          Map.entry(8, "An alert waits for the longest pause that comes before it"),
          Map.entry(
              9,
              "the server needs no more than for COPY where calls begin and end within a batch, since it reads rows in the binary format; for those that are up"
                  + " between two batches their rows are changed at their end, and the rows that said that they were up go. Beside it the changes are folded into rows"
                  + " and sorted on the other processor, and three or four commits wait for the disk. What is not written a second after it was told goes over the disk first"),
          Map.entry(
              10,
              "The peer loads the same classes but runs none of them, connects to nothing and hears nothing. Of a start's CPU seconds the JVM's compiler takes more than half:"
                  + " logging, the configuration's reader, the driver, the pool, the password's hashes; all of it has to be there before the schema can be judged"),
          Map.entry(11, "See row 2 for what collections copy"),
          Map.entry(
              12,
              "judging, which takes one thread; at small captures the JVM's start and its compiler"));

  private Holds() {}

  /** What holds the row. */
  static String back(int row) {
    return BY_ROW.getOrDefault(
        row, "nothing is known yet of what holds it: it was never missed before");
  }
}
