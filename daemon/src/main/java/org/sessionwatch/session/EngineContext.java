package org.sessionwatch.session;

/** What all parts of one engine share. */
record EngineContext(
    EngineSettings settings, EffectSink effects, Presence presence, FeedGaps gaps) {
  long toleranceUs() {
    return settings.toleranceUs();
  }
}
