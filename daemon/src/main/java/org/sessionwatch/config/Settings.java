package org.sessionwatch.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, checked.
 *
 * @param hep where mirrored SIP is heard
 * @param live the interfaces whose packets are looked into; usually none
 * @param session how the session engine reads timers
 * @param pbxs the PBXs by name, each name once
 * @param database the PostgreSQL server to write to; null for the embedded one
 * @param stateDirectory where the embedded database lives
 * @param webhook where alerts are posted; null for nowhere
 * @param history how the history is kept
 */
public record Settings(
    HepSettings hep,
    List<LiveSettings> live,
    SessionSettings session,
    List<PbxSettings> pbxs,
    @Nullable DatabaseSettings database,
    Path stateDirectory,
    @Nullable WebhookSettings webhook,
    HistorySettings history) {
  /** Refuses two PBXs of one name: rows and alerts tell them apart by it. */
  public Settings {
    live = List.copyOf(live);
    pbxs = List.copyOf(pbxs);
    Check.that(
        pbxs.stream().map(PbxSettings::name).distinct().count() == pbxs.size(),
        "pbx: two have the same name");
  }

  /** The same with the history kept as it is by default. */
  public Settings(
      HepSettings hep,
      List<LiveSettings> live,
      SessionSettings session,
      List<PbxSettings> pbxs,
      @Nullable DatabaseSettings database,
      Path stateDirectory,
      @Nullable WebhookSettings webhook) {
    this(hep, live, session, pbxs, database, stateDirectory, webhook, HistorySettings.DEFAULT);
  }
}
