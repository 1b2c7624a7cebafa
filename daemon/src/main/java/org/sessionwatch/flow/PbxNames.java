package org.sessionwatch.flow;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.config.PbxSettings;

/**
 * Which PBX a feed belongs to: by HEP capture id, else by node name, else by the address it comes
 * from. A single PBX without any of these owns every feed. Other feeds go by their own names.
 *
 * <p>Thread-safe.
 */
public final class PbxNames {
  /** Feeds are few; a sender that makes up capture ids must not fill the memory. */
  private static final int MAX_REMEMBERED = 10_000;

  private final Map<CaptureSource, String> remembered = new ConcurrentHashMap<>();
  private final Map<Long, String> byCaptureId = new HashMap<>();
  private final Map<String, String> byAddress = new HashMap<>();
  private final Map<String, String> byName = new HashMap<>();
  private final @Nullable String only;

  public PbxNames(List<PbxSettings> pbxs) {
    for (PbxSettings pbx : pbxs) {
      byName.put(pbx.name(), pbx.name());
      pbx.captureIds().forEach(id -> byCaptureId.put(id, pbx.name()));
      for (InetAddress address : pbx.addresses()) {
        byAddress.put(address.getHostAddress(), pbx.name());
      }
    }
    boolean single = pbxs.size() == 1 && byCaptureId.isEmpty() && byAddress.isEmpty();
    only = single ? pbxs.get(0).name() : null;
  }

  /** The name of the PBX that this source speaks for. */
  public String of(CaptureSource source) {
    String known = remembered.get(source);
    if (known != null) {
      return known;
    }
    String name = find(source);
    if (remembered.size() < MAX_REMEMBERED) {
      remembered.put(source, name);
    }
    return name;
  }

  /** The names of the PBXs that are configured, or else of those that were heard. */
  public Set<String> known() {
    return byName.isEmpty() ? Set.copyOf(remembered.values()) : Set.copyOf(byName.keySet());
  }

  private String find(CaptureSource source) {
    if (only != null) {
      return only;
    }
    String name = byCaptureId.get(source.captureId());
    if (name == null && source.nodeName() != null) {
      name = byName.get(source.nodeName());
    }
    if (name == null) {
      name = byAddress.get(source.address());
    }
    return name == null ? ownName(source) : name;
  }

  private static String ownName(CaptureSource source) {
    String node = source.nodeName();
    if (node != null && !node.isBlank()) {
      return node;
    }
    return source.captureId() == 0
        ? source.address()
        : "capture-" + source.captureId() + "@" + source.address();
  }
}
