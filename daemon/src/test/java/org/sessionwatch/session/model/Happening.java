package org.sessionwatch.session.model;

/** A piece of a call: writes its messages from the call's present time on. */
@FunctionalInterface
interface Happening {
  void write(CallWriter call, Dice dice);
}
