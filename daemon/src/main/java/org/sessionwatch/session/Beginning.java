package org.sessionwatch.session;

/**
 * What is remembered of a call only while it, or another dialog of it, begins: its INVITEs, what
 * came before what it belongs to, and what is to be told with a dialog that is yet to come. Let go
 * of after half a minute: a farm has a million calls open.
 */
final class Beginning {
  final Invites invites = new Invites();
  final Misplaced misplaced = new Misplaced();
  final EarlyNotes notes;

  /**
   * One of which nothing was heard yet.
   *
   * @param demands the 422s of its Call-ID so far
   */
  Beginning(IntervalDemands demands) {
    this.notes = new EarlyNotes(demands);
  }

  /** Whether neither an INVITE nor a message that waits is remembered. */
  boolean isEmpty() {
    return invites.isEmpty() && misplaced.isEmpty();
  }

  /** Whether there is nothing to wait for and nothing to tell, if the call has a dialog. */
  boolean isSettled() {
    return isEmpty() && notes.isEmpty();
  }

  /** When it wants to be looked at; {@code Long.MAX_VALUE} for never. */
  long nextUs() {
    return Math.min(misplaced.dueUs(), invites.overUs());
  }
}
