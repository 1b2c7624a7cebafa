package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sessionwatch.session.model.Mirror.Copy;

/**
 * One thing that a mirror does to one message, as jqwik draws it.
 *
 * @param message which one; counted round where the call has fewer
 * @param ms by how much, in milliseconds, for the kinds of fault that take time
 */
record Fault(Kind kind, int message, int ms) {
  /** What it does. */
  enum Kind {
    /** Tells of it once more, later. */
    AGAIN,
    /** Tells of it once more, as it was seen behind a proxy. */
    BEHIND_PROXY,
    /** Tells of it late, so that what was sent after it may be told before it. */
    LATE,
    /** Never tells of it. */
    LOST
  }

  private boolean is(Kind wanted, int index, int messages) {
    return kind == wanted && message % messages == index;
  }

  /** What is heard of the messages, in order. */
  static List<Copy> hear(List<Message> messages, List<Fault> faults) {
    List<Copy> copies = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      copies.addAll(copies(messages.get(i), i, messages.size(), faults));
    }
    copies.sort(Comparator.comparingLong(Copy::atUs));
    return copies;
  }

  private static List<Copy> copies(Message message, int index, int messages, List<Fault> faults) {
    long lateMs = 0;
    List<Copy> copies = new ArrayList<>();
    for (Fault fault : faults) {
      if (fault.is(Kind.LOST, index, messages)) {
        return List.of();
      }
      if (fault.is(Kind.LATE, index, messages)) {
        lateMs = fault.ms;
      }
      boolean behindProxy = fault.is(Kind.BEHIND_PROXY, index, messages);
      if (behindProxy || fault.is(Kind.AGAIN, index, messages)) {
        copies.add(new Copy(message.atUs() + fault.ms * 1_000L, message, behindProxy));
      }
    }
    copies.add(new Copy(message.atUs() + lateMs * 1_000, message, false));
    return copies;
  }
}
