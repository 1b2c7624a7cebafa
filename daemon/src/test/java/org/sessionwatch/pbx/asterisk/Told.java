package org.sessionwatch.pbx.asterisk;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.pbx.ChannelListener;

/** Keeps what a client tells, one line each. */
final class Told implements ChannelListener {
  final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void linked(String pbx, String callId, String channel, String uniqueid, String linkedid) {
    lines.add("linked " + callId + " " + channel + " " + uniqueid + " " + linkedid);
  }

  @Override
  public void hungUp(
      String pbx,
      String callId,
      String channel,
      @Nullable Integer cause,
      @Nullable String causeText,
      @Nullable String techCause,
      long atUs) {
    lines.add(
        "hungUp " + callId + " " + channel + " " + cause + " " + causeText + " " + techCause + " @"
            + atUs);
  }

  @Override
  public void resynced(String pbx, Set<String> uniqueids) {
    lines.add("resynced " + new TreeSet<>(uniqueids));
  }

  @Override
  public void connection(String pbx, boolean up, long sinceUs) {
    lines.add((up ? "up " : "away ") + sinceUs);
  }

  List<String> of(String kind) {
    return lines.stream().filter(line -> line.startsWith(kind)).toList();
  }
}
