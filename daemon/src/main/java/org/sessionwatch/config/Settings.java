package org.sessionwatch.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, checked.
 *
 * @param hep where mirrored SIP is heard
 * @param session how the session engine reads timers
 * @param pbxs the PBXs by name
 * @param database the PostgreSQL server to write to; null for the embedded one
 * @param stateDirectory where the embedded database lives
 * @param webhook where alerts are posted; null for nowhere
 */
public record Settings(
    HepSettings hep,
    SessionSettings session,
    List<PbxSettings> pbxs,
    @Nullable DatabaseSettings database,
    Path stateDirectory,
    @Nullable WebhookSettings webhook) {}
