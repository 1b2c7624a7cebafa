package org.sessionwatch.pbx.asterisk;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.pbx.Printable;

/**
 * The SIP side of a channel: what has a Call-ID. Asterisk ties it to a channel name, not to a
 * uniqueid: a masquerade (pickup, some transfers) moves name and SIP side together to another
 * uniqueid.
 *
 * <p>Mutable; owned by the client's thread.
 */
final class Leg {
  private static final String TECHNOLOGY = "PJSIP/";

  private String name;
  private String uniqueid;
  private String linkedid;
  private @Nullable String callId;
  private @Nullable Leg replaced;
  private @Nullable Ending ending;

  /** How it ended, for an answer that comes after that. */
  record Ending(
      @Nullable Integer cause, @Nullable String causeText, @Nullable String techCause, long atUs) {}

  Leg(String name, String uniqueid, String linkedid) {
    this.name = name;
    this.uniqueid = uniqueid;
    this.linkedid = linkedid;
  }

  /** Whether a channel of this name speaks SIP over PJSIP. */
  static boolean isSip(String channelName) {
    return channelName.startsWith(TECHNOLOGY);
  }

  /** The name without the marks that Asterisk adds while it moves a channel. */
  static String key(String channelName) {
    int mark = channelName.indexOf('<');
    return mark < 0 ? channelName : channelName.substring(0, mark);
  }

  /**
   * The endpoint, which stands in the name between the technology and the last hyphen: {@code
   * PJSIP/100-00000001}.
   */
  String endpoint() {
    String key = key(name);
    int end = key.lastIndexOf('-');
    return key.substring(TECHNOLOGY.length(), end < TECHNOLOGY.length() ? key.length() : end);
  }

  /** Whether the name is one of those that stand only while, or after, a channel is moved. */
  static boolean isMoving(String channelName) {
    return channelName.indexOf('<') >= 0;
  }

  /** Takes over what an event says; true when something is another than before. */
  boolean update(String newName, String newUniqueid, String newLinkedid) {
    boolean changed =
        !name.equals(newName) || !uniqueid.equals(newUniqueid) || !linkedid.equals(newLinkedid);
    name = newName;
    uniqueid = newUniqueid;
    linkedid = newLinkedid;
    return changed;
  }

  String name() {
    return name;
  }

  String uniqueid() {
    return uniqueid;
  }

  String linkedid() {
    return linkedid;
  }

  /** Its Call-ID; null while it is not known. */
  @Nullable String callId() {
    return callId;
  }

  void callId(String known) {
    callId = known;
  }

  /** The leg that had this name before an absence; it ended, unless both turn out to be one. */
  @Nullable Leg replaced() {
    return replaced;
  }

  void replaced(@Nullable Leg before) {
    replaced = before;
  }

  /** How it ended; null while it is up. */
  @Nullable Ending ending() {
    return ending;
  }

  void ending(Ending end) {
    ending = end;
  }

  @Override
  public String toString() {
    return Printable.of(name);
  }
}
