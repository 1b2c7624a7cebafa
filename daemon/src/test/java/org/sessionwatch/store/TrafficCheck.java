package org.sessionwatch.store;

import java.sql.SQLException;
import java.util.List;
import org.sessionwatch.session.Effect;

/** Recorded calls, written and compared. */
public final class TrafficCheck {
  private static final int BATCH = 200;

  private TrafficCheck() {}

  /**
   * Writes them into an empty history.
   *
   * @return how many rows there are
   * @throws IllegalStateException when these are not what {@code analyze} says
   */
  public static int write(RealServer server, HistoryStore store) throws Exception {
    List<Effect> effects = Traffic.effects(5);
    for (int i = 0; i < effects.size(); i += BATCH) {
      store.write(effects.subList(i, Math.min(effects.size(), i + BATCH)));
    }
    return compared(server);
  }

  private static int compared(RealServer server) throws SQLException, Exception {
    var rows = Faults.rows(server);
    if (!rows.equals(Traffic.expected(5))) {
      throw new IllegalStateException("the rows are not what analyze says");
    }
    return rows.size();
  }
}
