package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Side;

/**
 * A request and the final answer to it, each by its first transmission.
 *
 * @param request where only the answer was recorded, what the answer says of it: that it was sent
 * @param answer null where none came
 * @param isAsked whether the request was recorded
 */
record Transaction(Message request, @Nullable Message answer, boolean isAsked) {
  static final long NEVER = Long.MAX_VALUE;

  /**
   * Those among the messages, in order of their requests; ACK and CANCEL have none of their own.
   */
  static List<Transaction> of(List<Message> messages) {
    Map<String, Transaction> found = new LinkedHashMap<>();
    for (Message message : messages) {
      if (message.method().equals("ACK") || message.method().equals("CANCEL")) {
        continue;
      }
      String key = message.transaction();
      Transaction known = found.get(key);
      if (message.isRequest() && known == null) {
        found.put(key, new Transaction(message, null, true));
      } else if (message.isFinal() && known == null) {
        found.put(key, new Transaction(message.requestToIt(), message, false));
      } else if (message.isFinal() && known != null && known.answer == null) {
        found.put(key, new Transaction(known.request, message, true));
      }
    }
    return new ArrayList<>(found.values());
  }

  Side by() {
    return request.requester();
  }

  long askedUs() {
    return request.atUs();
  }

  /** {@link #NEVER} without an answer. */
  long answeredUs() {
    return answer == null ? NEVER : answer.atUs();
  }

  /** The final status; 0 without an answer. */
  int status() {
    return answer == null ? 0 : answer.status();
  }

  boolean succeeded() {
    return answer != null && answer.isSuccess();
  }

  /** The same request is to be sent again, with what was demanded. */
  boolean asksForRetry() {
    int status = status();
    return status == 401 || status == 407 || status == 422 || status == 491;
  }
}
