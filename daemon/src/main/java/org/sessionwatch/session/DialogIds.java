package org.sessionwatch.session;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names that every daemon computes alike, so that writing something twice changes nothing. */
public final class DialogIds {
  private DialogIds() {}

  /**
   * The id of a dialog. The tags' order does not matter: who heard a call from its middle does not
   * know which side is the caller, and must still arrive at the same id.
   */
  public static UUID dialogId(String callId, String tag, String otherTag) {
    boolean inOrder = tag.compareTo(otherTag) <= 0;
    return uuid(callId, inOrder ? tag : otherTag, inOrder ? otherTag : tag);
  }

  /**
   * The id of an alert: one per dialog, kind and subject. No instant is in it, since two daemons
   * hear a message milliseconds apart.
   *
   * @param subject what both read out of the messages: the violated rule, the request, or the 2xx
   *     that began the interval
   */
  public static UUID alertId(UUID dialogId, AlertKind kind, String subject) {
    return uuid(dialogId.toString(), kind.name(), subject);
  }

  /** The id of an alert about a whole PBX: one per name, kind, subject and instant. */
  public static UUID pbxAlertId(String pbx, AlertKind kind, String subject, long raisedAtUs) {
    return uuid("pbx", pbx, kind.name(), subject, Long.toString(raisedAtUs));
  }

  private static UUID uuid(String... parts) {
    return UUID.nameUUIDFromBytes(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
  }
}
