package org.sessionwatch.session;

/**
 * An alert found before there was a dialog to raise it on.
 *
 * @param raisedUs its instant
 */
record Note(AlertTexts.Text text, long raisedUs) {

  /** The alert, raised on a dialog that did not come about. */
  Effect raisedOn(Dialog dialog) {
    return new Effect.AlertRaised(
        dialog, text.alert(dialog.dialogId(), raisedUs, Certainty.CONFIRMED));
  }
}
