package org.sessionwatch.pbx.asterisk;

import org.asteriskjava.manager.AsteriskMapping;
import org.asteriskjava.manager.event.HangupEvent;
import org.jspecify.annotations.Nullable;

/**
 * Asterisk's Hangup with its TechCause, which Asterisk-Java's own class does not know.
 *
 * <p>Public because Asterisk-Java makes and fills it by reflection.
 */
@AsteriskMapping("Hangup")
public final class HangupWithTechCauseEvent extends HangupEvent {
  private static final long serialVersionUID = 1L;

  private @Nullable String techCause;

  /** Made by Asterisk-Java. */
  public HangupWithTechCauseEvent(Object source) {
    super(source);
  }

  /** The SIP status behind the hangup; null from an Asterisk that does not tell. */
  public @Nullable String getTechCause() {
    return techCause;
  }

  /** Filled by Asterisk-Java. */
  public void setTechCause(@Nullable String techCause) {
    this.techCause = techCause;
  }
}
