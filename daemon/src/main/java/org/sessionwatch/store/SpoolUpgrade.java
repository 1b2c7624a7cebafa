package org.sessionwatch.store;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.session.Effect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what an earlier release left: in format 1 each change was a row of its own, as JSON. A
 * piece at a time, each at its end or not at all, so that it may be interrupted.
 */
final class SpoolUpgrade {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolUpgrade.class);

  private final SpoolFile file;
  private final SpoolGaps gaps;
  private long unreadable;

  private SpoolUpgrade(SpoolFile file, SpoolGaps gaps) {
    this.file = file;
    this.gaps = gaps;
  }

  /**
   * Makes blocks of at most so many changes of what is there in format 1.
   *
   * @return how many changes could not be read; they are in the gaps
   */
  static long run(SpoolFile file, SpoolGaps gaps, int most) throws SQLException {
    SpoolUpgrade upgrade = new SpoolUpgrade(file, gaps);
    if (file.number("SELECT count(*) FROM sqlite_schema WHERE name = 'change'") > 0) {
      long changes = file.number("SELECT count(*) FROM change");
      while (file.number("SELECT count(*) FROM (SELECT 1 FROM change LIMIT 1)") > 0) {
        upgrade.piece(most);
      }
      file.run("DROP TABLE change");
      file.commit();
      LOG.info("Took over {} changes that an earlier release left in {}", changes, file.path());
    }
    return upgrade.unreadable;
  }

  private void piece(int most) throws SQLException {
    List<Effect> effects = new ArrayList<>();
    long lost = 0;
    long last = 0;
    long beganUs = 0;
    long toldUs = 0;
    try (PreparedStatement query =
        file.connection()
            .prepareStatement("SELECT id, told_us, kind, body FROM change ORDER BY id LIMIT ?")) {
      query.setInt(1, most);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          last = rows.getLong(1);
          toldUs = rows.getLong(2);
          beganUs = beganUs == 0 ? toldUs : beganUs;
          try {
            effects.add(EffectJson.read(rows.getString(3), rows.getBytes(4)));
          } catch (IOException e) {
            lost++;
            LOG.warn("Change {} of {}: {}", last, file.path(), DatabaseErrors.oneLine(e));
          }
        }
      }
    }
    if (!effects.isEmpty()) {
      // Its own places: no change is at more than one.
      file.append(last - effects.size() + 1, beganUs, effects);
    }
    file.run("DELETE FROM change WHERE id <= " + last);
    if (lost > 0) {
      gaps.add(beganUs, toldUs, lost, "changes of an earlier release could not be read");
      unreadable += lost;
    }
    file.commit();
  }
}
