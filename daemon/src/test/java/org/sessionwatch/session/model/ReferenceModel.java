package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a whole call history at once, slowly and plainly, by the rules of the domain page. It was
 * written from that page and shares nothing with the engine but the words for the verdict.
 */
final class ReferenceModel {
  private ReferenceModel() {}

  /**
   * The verdict.
   *
   * @param history every message that was sent, in order of time
   * @param untilUs where the recording ends
   */
  static Verdict judge(List<Message> history, long toleranceUs, long untilUs) {
    Verdict verdict = new Verdict();
    boolean first = true;
    for (String tag : answeringTags(history)) {
      DialogReading dialog = new DialogReading(history, tag, first, toleranceUs, untilUs);
      dialog.judge(verdict);
      first = false;
    }
    return verdict;
  }

  /** Every 2xx to the first INVITE makes a dialog (R29). */
  private static Set<String> answeringTags(List<Message> history) {
    Set<Long> firstInvites = new LinkedHashSet<>();
    Set<String> tags = new LinkedHashSet<>();
    for (Message message : history) {
      if (message.isRequest() && opens(message)) {
        firstInvites.add(message.cseq());
      }
      String tag = message.calleeTag();
      if (message.isSuccess()
          && message.method().equals("INVITE")
          && firstInvites.contains(message.cseq())
          && tag != null) {
        tags.add(tag);
      }
    }
    return tags;
  }

  /** An INVITE outside any dialog. */
  static boolean opens(Message message) {
    return message.method().equals("INVITE") && message.calleeTag() == null;
  }

  /** The messages of one dialog, the INVITE that opened it included. */
  static List<Message> of(List<Message> history, String calleeTag) {
    List<Message> dialog = new ArrayList<>();
    for (Message message : history) {
      if (calleeTag.equals(message.calleeTag()) || (message.isRequest() && opens(message))) {
        dialog.add(message);
      }
    }
    return dialog;
  }
}
