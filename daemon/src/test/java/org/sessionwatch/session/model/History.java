package org.sessionwatch.session.model;

import java.util.List;
import java.util.Locale;

/**
 * A call as it really was.
 *
 * @param messages all that was sent, in order of time
 * @param toleranceUs the tolerance to judge it by
 * @param untilUs where the recording ends
 */
record History(List<Message> messages, long toleranceUs, long untilUs) {
  /** As a script that a scenario test can take over. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("  new CallScript(" + toleranceUs / 1_000_000 + ")\n");
    messages.forEach(one -> text.append(one.script(CallWriter.START_US)).append('\n'));
    double end = (untilUs - CallWriter.START_US) / 1e6;
    return text.append(String.format(Locale.ROOT, "    .end(%.6f)%n", end)).toString();
  }
}
