package org.sessionwatch.flow;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.config.Addresses;
import org.sessionwatch.config.PbxRules;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.SipAddress;

/**
 * Which PBX a message belongs to: by HEP capture id, else by node name, else by the address that
 * its feed comes from, else by the SIP addresses in the message itself. Each rule is looked at for
 * all PBXs, in their order, before the next. A single PBX without any rule owns every feed. What no
 * rule fits goes by the name of its feed.
 *
 * <p>Thread-safe.
 */
public final class PbxNames {
  /** Feeds are few; a sender that makes up capture ids must not fill the memory. */
  private static final int MAX_REMEMBERED = 10_000;

  private final Map<CaptureSource, Feed> remembered = new ConcurrentHashMap<>();
  private final List<PbxSettings> pbxs;
  private final Set<String> names;
  private final boolean bySip;
  private final @Nullable String only;

  /** What a feed goes by, and whether a rule says so: then its messages are not looked at. */
  private record Feed(String name, boolean ruled) {}

  public PbxNames(List<PbxSettings> pbxs) {
    this.pbxs = List.copyOf(pbxs);
    this.names = pbxs.stream().map(PbxSettings::name).collect(Collectors.toUnmodifiableSet());
    this.bySip = pbxs.stream().anyMatch(pbx -> !pbx.rules().sipAddresses().isEmpty());
    boolean single = pbxs.size() == 1 && pbxs.get(0).rules().isEmpty();
    this.only = single ? pbxs.get(0).name() : null;
  }

  /** The name of the PBX that this message was heard by. */
  public String of(CapturedMessage message) {
    Feed feed = feed(message.source());
    if (feed.ruled() || !bySip) {
      return feed.name();
    }
    for (PbxSettings pbx : pbxs) {
      for (SipAddress address : pbx.rules().sipAddresses()) {
        if (address.contains(message.from()) || address.contains(message.to())) {
          return pbx.name();
        }
      }
    }
    return feed.name();
  }

  /** The name of the PBX that this source speaks for; of one that speaks for several, its own. */
  public String of(CaptureSource source) {
    return feed(source).name();
  }

  /**
   * The name of the PBX that all messages of this source belong to; null when they may belong to
   * several, which only the messages themselves tell apart.
   */
  public @Nullable String ofAll(CaptureSource source) {
    Feed feed = feed(source);
    return bySip && !feed.ruled() ? null : feed.name();
  }

  private Feed feed(CaptureSource source) {
    Feed known = remembered.get(source);
    if (known != null) {
      return known;
    }
    String name = find(source);
    Feed feed = new Feed(name == null ? ownName(source) : name, name != null);
    if (remembered.size() < MAX_REMEMBERED) {
      remembered.put(source, feed);
    }
    return feed;
  }

  /** The names of the PBXs that are configured, or else of those that were heard. */
  public Set<String> known() {
    return names.isEmpty()
        ? remembered.values().stream().map(Feed::name).collect(Collectors.toUnmodifiableSet())
        : names;
  }

  private @Nullable String find(CaptureSource source) {
    if (only != null) {
      return only;
    }
    String byId = first(rules -> rules.captureIds().contains(source.captureId()));
    String node = source.nodeName();
    String called = node == null ? source.address() : node;
    String byNode =
        byId != null
            ? byId
            : first(rules -> rules.nodeNames().stream().anyMatch(name -> name.matches(called)));
    if (byNode == null && node != null && names.contains(node)) {
      byNode = node;
    }
    if (byNode != null) {
      return byNode;
    }
    InetAddress address = Addresses.literal(source.address()).orElse(null);
    return address == null
        ? null
        : first(rules -> rules.addresses().stream().anyMatch(range -> range.contains(address)));
  }

  private @Nullable String first(Predicate<PbxRules> fits) {
    for (PbxSettings pbx : pbxs) {
      if (fits.test(pbx.rules())) {
        return pbx.name();
      }
    }
    return null;
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
