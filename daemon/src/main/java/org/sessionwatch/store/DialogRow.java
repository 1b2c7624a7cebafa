package org.sessionwatch.store;

import org.sessionwatch.session.Dialog;

/** A dialog's row, as it is to be. For one thread. */
final class DialogRow {
  private final Dialog dialog;
  private final boolean forgotten;
  private final boolean begun;
  private final boolean reopened;
  private long revision;

  /**
   * A row.
   *
   * @param forgotten nothing was heard of the dialog for so long that it is watched no more
   * @param begun it has just begun, or was heard of for the first time
   * @param reopened its end is to be taken back
   */
  DialogRow(Dialog dialog, boolean forgotten, boolean begun, boolean reopened) {
    this.dialog = dialog;
    this.forgotten = forgotten;
    this.begun = begun;
    this.reopened = reopened;
  }

  /** A row as it is in the database. */
  static DialogRow of(Dialog dialog) {
    return new DialogRow(dialog, false, false, false);
  }

  Dialog dialog() {
    return dialog;
  }

  boolean forgotten() {
    return forgotten;
  }

  boolean begun() {
    return begun;
  }

  boolean reopened() {
    return reopened;
  }

  /** Whether the dialog is not up any more. */
  boolean isOver() {
    return forgotten || dialog.endedAt() != null;
  }

  /** Its {@link Revision}, which is worked out once. */
  long revision() {
    if (revision == 0) {
      revision = Revision.of(this);
    }
    return revision;
  }
}
