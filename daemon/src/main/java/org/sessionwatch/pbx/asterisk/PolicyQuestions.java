package org.sessionwatch.pbx.asterisk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.asteriskjava.manager.action.GetVarAction;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.pbx.TimerPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Asterisk what an endpoint's {@code timers} is set to: the function PJSIP_ENDPOINT read by
 * Getvar, which needs no more than the Call-ID does. PJSIPShowEndpoint, which tells the same, needs
 * {@code system}, and that may restart Asterisk.
 *
 * <p>Only asked about calls without a timer. An answer that expects none holds for some minutes, so
 * that an endpoint whose calls never have one is not asked for each; one that expects a timer holds
 * for no longer than the calls that come at once, since an administrator may have just changed it.
 *
 * <p>Owned by the client's thread, but for the counts.
 */
final class PolicyQuestions {
  private static final Logger log = LoggerFactory.getLogger(AmiClient.class);

  /** Endpoints remembered; the one that was asked longest ago goes first. */
  private static final int MOST_REMEMBERED = 5_000;

  /** Endpoints that may be asked at the same time; further ones go unasked, counted. */
  private static final int MOST_OPEN = 100;

  /** Calls that may wait for the answer about one endpoint. */
  private static final int MOST_FOR_ONE = 1_000;

  private static final long UNEXPECTING_US = 300_000_000;
  private static final long EXPECTING_US = 1_000_000;

  /** How long nothing is asked after an answer that shows that this Asterisk tells none. */
  private static final long SILENT_US = 600_000_000;

  /** What can stand in a dialplan function's argument as it is. */
  private static final Pattern PLAIN = Pattern.compile("[^\\s,()\\[\\]{}$\"'\\\\]{1,128}");

  private final String pbx;
  private final Getvars getvars;
  private final LongSupplier nowUs;
  private final Map<String, Remembered> remembered = new LinkedHashMap<>();
  private final Map<String, List<Consumer<TimerPolicy>>> open = new HashMap<>();
  private final LongAdder asked = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private long silentUntilUs = Long.MIN_VALUE;
  private boolean answeredOnce;
  private boolean told;

  /** An answer, null for none, and until when it holds. */
  private record Remembered(@Nullable TimerPolicy policy, long untilUs) {}

  /**
   * Nothing asked yet.
   *
   * @param nowUs microseconds since the epoch
   */
  PolicyQuestions(String pbx, Getvars getvars, LongSupplier nowUs) {
    this.pbx = pbx;
    this.getvars = getvars;
    this.nowUs = nowUs;
  }

  /** The connection is gone; what Asterisk tells next may be another configuration. */
  void end() {
    open.clear();
    remembered.clear();
    silentUntilUs = Long.MIN_VALUE;
    answeredOnce = false;
    told = false;
  }

  /** Hands over the policy of the channel's endpoint; where Asterisk does not tell, nothing. */
  void ask(Leg leg, Consumer<TimerPolicy> answer) {
    String endpoint = leg.endpoint();
    long now = nowUs.getAsLong();
    Remembered known = remembered.get(endpoint);
    if (known != null && now < known.untilUs()) {
      if (known.policy() != null) {
        answer.accept(known.policy());
      }
      return;
    }
    if (!getvars.canAsk() || now < silentUntilUs || !PLAIN.matcher(endpoint).matches()) {
      return;
    }
    List<Consumer<TimerPolicy>> waiting = open.get(endpoint);
    if (waiting == null ? open.size() >= MOST_OPEN : waiting.size() >= MOST_FOR_ONE) {
      failed.increment();
    } else if (waiting != null) {
      waiting.add(answer);
    } else {
      open.put(endpoint, new ArrayList<>(List.of(answer)));
      send(endpoint);
    }
  }

  private void send(String endpoint) {
    asked.increment();
    getvars.ask(
        new GetVarAction("PJSIP_ENDPOINT(" + endpoint + ",timers)"),
        () -> true,
        answer -> take(endpoint, answer));
  }

  private void take(String endpoint, Getvars.Answer answer) {
    List<Consumer<TimerPolicy>> waiting = open.remove(endpoint);
    TimerPolicy policy = policy(endpoint, answer.value());
    long now = nowUs.getAsLong();
    boolean expects = policy != null && policy.expectsTimer();
    remember(endpoint, new Remembered(policy, now + (expects ? EXPECTING_US : UNEXPECTING_US)));
    if (policy == null) {
      failed.increment();
      refused(endpoint, answer, now);
      return;
    }
    answeredOnce = true;
    if (waiting != null) {
      waiting.forEach(one -> one.accept(policy));
    }
  }

  private @Nullable TimerPolicy policy(String endpoint, @Nullable String value) {
    TimerPolicy.Timers timers =
        switch (value == null ? "" : value.toLowerCase(Locale.ROOT)) {
          case "no" -> TimerPolicy.Timers.NO;
          case "yes" -> TimerPolicy.Timers.YES;
          case "required" -> TimerPolicy.Timers.REQUIRED;
          case "always", "forced" -> TimerPolicy.Timers.ALWAYS;
          default -> null;
        };
    return timers == null ? null : new TimerPolicy(pbx, endpoint, timers);
  }

  private void remember(String endpoint, Remembered answer) {
    remembered.remove(endpoint);
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.remove(remembered.keySet().iterator().next());
    }
    remembered.put(endpoint, answer);
  }

  /** Where it never told of any endpoint, each further question is only a line in its log. */
  private void refused(String endpoint, Getvars.Answer answer, long now) {
    if (!answeredOnce) {
      silentUntilUs = now + SILENT_US;
    }
    if (!told) {
      told = true;
      log.warn(
          "AMI of {} does not tell the timers of endpoint {} ({}): TIMER_NOT_NEGOTIATED is not"
              + " watched for there; all else goes on. Check that Asterisk has loaded"
              + " func_pjsip_endpoint.so, and that the manager user has \"reporting\" or \"call\" in"
              + " its write line in manager.conf.",
          pbx,
          endpoint,
          answer.value() == null ? answer.problem() : "timers=" + answer.value());
    }
  }

  /** A question that will not be asked. Any thread may tell. */
  void tooMany() {
    failed.increment();
  }

  /** Questions sent. Any thread may ask. */
  long asked() {
    return asked.sum();
  }

  /** Questions that were refused, not answered in time or too many. Any thread may ask. */
  long failed() {
    return failed.sum();
  }
}
