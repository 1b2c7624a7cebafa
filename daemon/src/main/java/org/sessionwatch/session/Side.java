package org.sessionwatch.session;

/** A side of a dialog. It stays the same for the dialog's life, unlike UAC and UAS (rule R13). */
public enum Side {
  CALLER,
  CALLEE;

  /** The other side. */
  public Side other() {
    return this == CALLER ? CALLEE : CALLER;
  }
}
