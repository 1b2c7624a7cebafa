package org.sessionwatch.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Names that every daemon computes alike, so that writing something twice changes nothing. */
public final class DialogIds {
  /** One a thread: to have one found among the JDK's providers takes as long as to use it. */
  private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(DialogIds::md5);

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

  /** As {@link UUID#nameUUIDFromBytes} makes it (RFC 4122 section 4.3, version 3). */
  private static UUID uuid(String... parts) {
    byte[] name = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
    byte[] hash = MD5.get().digest(name);
    long high = bits64(hash, 0) & ~0xf000L | 0x3000L;
    long low = bits64(hash, 8) & ~0xc000_0000_0000_0000L | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static long bits64(byte[] bytes, int from) {
    long bits = 0;
    for (int i = from; i < from + 8; i++) {
      bits = bits << 8 | bytes[i] & 0xff;
    }
    return bits;
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has MD5", e);
    }
  }
}
