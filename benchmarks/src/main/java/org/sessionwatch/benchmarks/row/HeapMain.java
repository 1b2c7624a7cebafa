package org.sessionwatch.benchmarks.row;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;
import org.sessionwatch.benchmarks.feed.DialogMessages;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.FeedGap;
import org.sessionwatch.session.GapCause;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/**
 * The heap that open dialogs take: {@code DIALOGS [histogram]}. Each dialog is heard from its
 * INVITE on and has been refreshed once; measured is when no transaction is remembered any more, as
 * it is for nearly all of a dialog's life, as well right after the last refresh, and when all have
 * expired in a gap of their feed, with their alerts in doubt.
 */
final class HeapMain {
  private static final long ONE_SECOND_US = 1_000_000;
  private static final long REFRESH_AFTER_US = 900 * ONE_SECOND_US;
  private static final long EXPIRED_AFTER_US = 1_800 * ONE_SECOND_US;
  private static final long SETTLED_AFTER_US = 120 * ONE_SECOND_US;

  /** 20,000 calls begin in a second of the engine's time. */
  private static final long BETWEEN_CALLS_US = 50;

  private HeapMain() {}

  public static void main(String[] arguments) throws JMException {
    int dialogs = Integer.parseInt(arguments[0]);
    long before = used();
    SessionEngine engine =
        new SessionEngine(
            EngineSettings.withTolerance(EngineSettings.DEFAULT_TOLERANCE), effect -> {});
    DialogMessages messages = new DialogMessages();
    long nowUs = 1_700_000_000L * ONE_SECOND_US;
    for (int call = 0; call < dialogs; call++) {
      nowUs += BETWEEN_CALLS_US;
      tell(engine, messages.invite(call), nowUs);
      tell(engine, messages.answer(call), nowUs);
      tell(engine, messages.ack(call), nowUs);
    }
    long settledUs = nowUs + SETTLED_AFTER_US;
    engine.advance(settledUs);
    print("open", engine.openDialogs());
    print("established", (double) (used() - before) / dialogs);
    nowUs += REFRESH_AFTER_US - dialogs * BETWEEN_CALLS_US;
    nowUs = Math.max(nowUs, settledUs);
    for (int call = 0; call < dialogs; call++) {
      nowUs += BETWEEN_CALLS_US;
      tell(engine, messages.update(call), nowUs);
      tell(engine, messages.updated(call), nowUs);
    }
    print("refreshing", (double) (used() - before) / dialogs);
    engine.advance(nowUs + SETTLED_AFTER_US);
    print("settled", (double) (used() - before) / dialogs);
    if (arguments.length > 1) {
      System.out.println(histogram());
    }
    long lostUs = nowUs + SETTLED_AFTER_US + ONE_SECOND_US;
    engine.gap(new FeedGap(null, GapCause.SOCKET, lostUs - ONE_SECOND_US, lostUs, 1), lostUs);
    engine.advance(lostUs + EXPIRED_AFTER_US);
    print("lost", (double) (used() - before) / dialogs);
    print("open", engine.openDialogs()); // and so the engine is reachable until here
  }

  private static void tell(SessionEngine engine, byte[] sip, long nowUs) {
    engine.message((SipMessage) SipScanner.scan(sip), "farm", nowUs);
  }

  private static void print(String name, double figure) {
    System.out.printf(Locale.ROOT, "%s=%.1f%n", name, figure);
  }

  /** Bytes of the heap in use after a full collection. */
  static long used() {
    System.gc();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Object histogram() throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"),
            "gcClassHistogram",
            new Object[] {null},
            new String[] {String[].class.getName()});
  }
}
