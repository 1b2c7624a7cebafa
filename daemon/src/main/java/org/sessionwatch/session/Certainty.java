package org.sessionwatch.session;

/** Whether what an alert says did not come really did not. */
enum Certainty {
  /** It is known to have been heard, had it come; or the PBX says that the call is up. */
  CONFIRMED,

  /** Nothing shows that the mirror lost anything, and nothing shows that it did not. */
  UNCONFIRMED,

  /** The mirror is known to have lost something in that time, or nobody watched. */
  DOUBTFUL;

  boolean isConfirmed() {
    return this == CONFIRMED;
  }
}
