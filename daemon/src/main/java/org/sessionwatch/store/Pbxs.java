package org.sessionwatch.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.PbxKind;

/** The PBXs' rows, and which ids those of a batch have. */
final class Pbxs {
  private final Map<String, PbxKind> kinds;
  private final Map<String, Integer> ids = new HashMap<>();

  /**
   * PBXs of which none is entered yet.
   *
   * @param kinds the configured ones' kinds by name; others are entered as {@link PbxKind#OTHER}
   */
  Pbxs(Map<String, PbxKind> kinds) {
    this.kinds = Map.copyOf(kinds);
  }

  /** Names of the configured ones. */
  Collection<String> configured() {
    return kinds.keySet();
  }

  /** Enters those that have no row, within a transaction. */
  void enter(Handle handle, Collection<String> names) throws SQLException {
    List<String> sorted = names.stream().sorted().toList();
    handle.batch(
        Statements.UPSERT_PBX,
        sorted,
        (to, name) -> {
          to.text("name", name);
          to.word("kind", kind(name));
        });
  }

  /** Keeps their rows until the transaction ends, and enters those that have none. */
  void hold(Handle handle, Collection<String> names) throws SQLException {
    ask(handle, names);
    if (ids.size() < names.size()) {
      enter(handle, names);
      ask(handle, names);
    }
  }

  private void ask(Handle handle, Collection<String> names) throws SQLException {
    ids.clear();
    handle
        .list(
            Statements.HOLD_PBXS,
            to -> to.texts("names", names),
            row -> Map.entry(row.getString("name"), row.getInt("pbx_id")))
        .forEach(one -> ids.put(one.getKey(), one.getValue()));
  }

  /** The id of one that is held. */
  int id(String name) {
    return ids.getOrDefault(String.valueOf(Words.text(name)), 0);
  }

  private @Nullable PbxKind kind(String name) {
    return kinds.get(name);
  }
}
