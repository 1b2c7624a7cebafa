package org.sessionwatch.analyze;

import java.util.function.LongConsumer;

/** Is told of each piece that is read. */
interface Progress extends LongConsumer {
  /** Shows nothing. */
  Progress NONE = bytes -> {};

  /** Makes room for a line that is to be printed. */
  default void clear() {}

  /** Makes room for what is printed meanwhile. */
  default void makeRoomFor(Runnable printing) {
    printing.run();
  }
}
