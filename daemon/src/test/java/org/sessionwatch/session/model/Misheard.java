package org.sessionwatch.session.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Orders of mirrored messages of which the engine is known to make something else than of the
 * original order, although no more than a second was swapped. Such a history is not compared. What
 * has been settled is to be removed.
 */
final class Misheard {
  private static final Set<Integer> RETRIED = Set.of(401, 407, 422, 491);
  private static final long NEVER = Long.MAX_VALUE;

  private final List<Message> history;
  private final List<Mirror.Copy> copies;
  private final List<Transaction> transactions;

  Misheard(List<Message> history, List<Mirror.Copy> copies) {
    this.history = history;
    this.copies = copies;
    this.transactions = Transaction.of(history);
  }

  boolean isKnown() {
    return isAnswerBeforeRequest()
        || isRefusalMisplaced()
        || isAckTakenForASuccess()
        || isAckOverlooked()
        || isByeFirst()
        || isAskedInDoubt()
        || isAskedAfterAck()
        || isByeRetriedEarly()
        || isRefreshedTooSoon();
  }

  private List<Mirror.Copy> copies(Predicate<Message> of) {
    return copies.stream().filter(copy -> of.test(copy.message())).toList();
  }

  private long first(Predicate<Message> of) {
    return copies(of).stream().mapToLong(Mirror.Copy::atUs).min().orElse(NEVER);
  }

  private long firstRequest(Transaction of) {
    String key = of.request().transaction();
    return first(one -> one.isRequest() && one.transaction().equals(key));
  }

  private long firstFinal(Transaction of) {
    String key = of.request().transaction();
    return first(one -> one.isFinal() && one.transaction().equals(key));
  }

  private static boolean isWithin(Transaction one) {
    return one.request().canRefresh() && one.request().calleeTag() != null;
  }

  /**
   * A final response before its request. Where that is the retry of a refused one, the engine tells
   * two refreshes; where it shows that a call goes on after a 481 to a BYE, the engine takes the
   * request for a copy from before the BYE.
   */
  private boolean isAnswerBeforeRequest() {
    boolean refused = false;
    for (Transaction one : transactions) {
      if (refused && isWithin(one) && firstFinal(one) < firstRequest(one)) {
        return true;
      }
      boolean byeUnknown = one.request().method().equals("BYE") && one.status() == 481;
      refused |= byeUnknown || (isWithin(one) && RETRIED.contains(one.status()));
    }
    return false;
  }

  /**
   * What a response to the first INVITE tells, unless it is a 2xx, is lost when it comes before
   * that INVITE or after the dialog's 2xx; a 422 after the retry shows no loop.
   */
  private boolean isRefusalMisplaced() {
    List<Transaction> tries = openings();
    for (Message answer : history) {
      boolean refuses = answer.status() >= 420 && answer.status() <= 422;
      boolean early = answer.calleeTag() != null && !answer.isRequest() && !answer.isSuccess();
      if (early && (refuses || answer.headers().interval() != null) && isMisplaced(answer, tries)) {
        return true;
      }
    }
    return false;
  }

  private List<Transaction> openings() {
    return transactions.stream().filter(one -> ReferenceModel.opens(one.request())).toList();
  }

  private boolean isMisplaced(Message answer, List<Transaction> tries) {
    for (Transaction one : tries) {
      if (one.request().transaction().equals(answer.transaction())) {
        long fromUs = firstRequest(one);
        long untilUs = closedUs(one, tries);
        return copies(answer::equals).stream()
            .noneMatch(copy -> copy.atUs() >= fromUs && copy.atUs() < untilUs);
      }
    }
    return false;
  }

  /** The next INVITE, or the dialog. */
  private long closedUs(Transaction one, List<Transaction> tries) {
    if (one.succeeded()) {
      return Math.max(firstFinal(one), firstRequest(one));
    }
    return tries.stream()
        .filter(other -> other.request().cseq() > one.request().cseq())
        .mapToLong(this::firstRequest)
        .min()
        .orElse(NEVER);
  }

  /**
   * The ACK to a refusal, heard before it on a hop where its INVITE was not, or after the retry's
   * INVITE and before that one's answer: the engine takes it for the ACK to a lost 2xx.
   */
  private boolean isAckTakenForASuccess() {
    for (Transaction refused : transactions) {
      boolean failed = isWithin(refused) && refused.answer() != null && !refused.succeeded();
      if (failed && acks(refused).stream().anyMatch(ack -> isTakenForASuccess(refused, ack))) {
        return true;
      }
    }
    return false;
  }

  private List<Mirror.Copy> acks(Transaction to) {
    return copies(
        one ->
            one.method().equals("ACK")
                && one.sender() == to.by()
                && one.cseq() == to.request().cseq());
  }

  private boolean isTakenForASuccess(Transaction refused, Mirror.Copy ack) {
    if (ack.atUs() <= firstFinal(refused)) {
      String key = refused.request().transaction();
      return copies(one -> one.isRequest() && one.transaction().equals(key)).stream()
          .noneMatch(copy -> copy.atUs() <= ack.atUs() && copy.behindProxy() == ack.behindProxy());
    }
    return transactions.stream()
        .filter(later -> isWithin(later) && later.by() == refused.by())
        .filter(later -> later.request().cseq() > refused.request().cseq())
        .anyMatch(later -> firstRequest(later) <= ack.atUs() && ack.atUs() < firstFinal(later));
  }

  /**
   * The ACK to a 2xx, heard before the dialog or the INVITE: the engine knows nothing of it, and
   * takes a BYE 32 s later for one for want of an ACK.
   */
  private boolean isAckOverlooked() {
    return history.stream()
        .filter(one -> one.isSuccess() && one.method().equals("INVITE") && isNearABye(one))
        .anyMatch(this::isAckOverlooked);
  }

  private boolean isNearABye(Message success) {
    return history.stream()
        .filter(one -> one.isRequest() && one.method().equals("BYE"))
        .mapToLong(bye -> bye.atUs() - success.atUs() - Attempt.TIMEOUT_US)
        .anyMatch(apartUs -> Math.abs(apartUs) <= 4 * CallWriter.SECOND);
  }

  private boolean isAckOverlooked(Message success) {
    String key = success.transaction();
    long knownUs =
        Math.max(
            first(one -> one.isRequest() && one.transaction().equals(key)),
            first(one -> isCopy(one, success)));
    List<Mirror.Copy> acks =
        copies(
            one ->
                one.method().equals("ACK")
                    && one.cseq() == success.cseq()
                    && one.sender() != success.sender()
                    && isOfOneDialog(one, success));
    return !acks.isEmpty() && acks.stream().allMatch(ack -> ack.atUs() <= knownUs);
  }

  private static boolean isCopy(Message one, Message success) {
    return one.isSuccess()
        && one.transaction().equals(success.transaction())
        && isOfOneDialog(one, success);
  }

  private static boolean isOfOneDialog(Message one, Message other) {
    return Objects.equals(one.calleeTag(), other.calleeTag());
  }

  /**
   * A request within a second after a 2xx without an interval: the engine, waiting for the copy of
   * another hop, takes the timer for still running, and the request for punctual or not.
   */
  private boolean isAskedInDoubt() {
    return transactions.stream()
        .filter(one -> isWithin(one) && one.succeeded())
        .filter(one -> Objects.requireNonNull(one.answer()).headers().interval() == null)
        .mapToLong(this::firstFinal)
        .anyMatch(
            offUs ->
                transactions.stream()
                    .filter(Misheard::isWithin)
                    .mapToLong(later -> Math.min(firstRequest(later), firstFinal(later)))
                    .anyMatch(askedUs -> askedUs > offUs && askedUs <= offUs + CallWriter.SECOND));
  }

  /** A request between an ACK and its 2xx: the ACK has told already that there was one. */
  private boolean isAskedAfterAck() {
    for (Transaction one : transactions) {
      if (isWithin(one) && one.succeeded() && one.request().method().equals("INVITE")) {
        long fromUs = acks(one).stream().mapToLong(Mirror.Copy::atUs).min().orElse(NEVER);
        long untilUs = firstFinal(one);
        boolean asked =
            transactions.stream()
                .filter(other -> isWithin(other) && !other.equals(one))
                .mapToLong(this::firstRequest)
                .anyMatch(askedUs -> askedUs > fromUs && askedUs < untilUs);
        if (asked) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The challenge to a BYE after the next BYE: the engine raises no threshold that passed between
   * the two.
   */
  private boolean isByeRetriedEarly() {
    return transactions.stream()
        .filter(one -> one.request().method().equals("BYE") && RETRIED.contains(one.status()))
        .anyMatch(
            one ->
                transactions.stream()
                    .filter(other -> other.request().method().equals("BYE"))
                    .filter(other -> other.request().cseq() > one.request().cseq())
                    .anyMatch(other -> firstRequest(other) < firstFinal(one)));
  }

  /**
   * A refresh less than a second after the 481 to a BYE, which says nothing of it yet: a later one
   * then contradicts this BYE and the next at once, and the engine overrules but one of them.
   */
  private boolean isRefreshedTooSoon() {
    return transactions.stream()
        .filter(one -> one.request().method().equals("BYE") && one.status() == 481)
        .mapToLong(this::firstFinal)
        .anyMatch(
            unknownUs ->
                transactions.stream()
                    .filter(Misheard::isWithin)
                    .mapToLong(this::firstRequest)
                    .anyMatch(us -> us > unknownUs && us < unknownUs + CallWriter.SECOND));
  }

  /** A BYE before everything else of the call: there is nothing yet that it could end. */
  private boolean isByeFirst() {
    return first(one -> one.isRequest() && one.method().equals("BYE"))
        < first(one -> one.canRefresh() && (one.isRequest() || one.isSuccess()));
  }
}
