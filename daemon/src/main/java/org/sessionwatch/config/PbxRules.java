package org.sessionwatch.config;

import java.util.List;

/**
 * What tells a PBX's messages from another's. The first that fits counts, in this order; among
 * several PBXs the one that stands first in the file.
 *
 * @param captureIds HEP capture ids that its mirrored messages carry, each 0 to 4294967295
 * @param nodeNames HEP node names; for messages without one, what their feed is called
 * @param addresses addresses that its mirrored messages come from
 * @param sipAddresses addresses of the PBX itself in the mirrored messages, for a feed that mirrors
 *     several PBXs
 */
public record PbxRules(
    List<Long> captureIds,
    List<NamePattern> nodeNames,
    List<AddressRange> addresses,
    List<SipAddress> sipAddresses) {
  /** No rule: the PBX's name is still looked for in node names. */
  public static final PbxRules NONE = new PbxRules(List.of(), List.of(), List.of(), List.of());

  /** Refuses values outside their ranges. */
  public PbxRules {
    captureIds = List.copyOf(captureIds);
    nodeNames = List.copyOf(nodeNames);
    addresses = List.copyOf(addresses);
    sipAddresses = List.copyOf(sipAddresses);
    for (long id : captureIds) {
      Check.range("capture_ids", id, 0, PbxSettings.MOST_CAPTURE_ID);
    }
  }

  /** By capture id alone. */
  public static PbxRules captureIds(List<Long> ids) {
    return new PbxRules(ids, List.of(), List.of(), List.of());
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return captureIds.isEmpty()
        && nodeNames.isEmpty()
        && addresses.isEmpty()
        && sipAddresses.isEmpty();
  }
}
