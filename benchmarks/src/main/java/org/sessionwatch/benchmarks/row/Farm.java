package org.sessionwatch.benchmarks.row;

import java.time.Instant;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogIds;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;
import org.sessionwatch.session.TimerStatus;

/**
 * Open dialogs as a database would give them back: the feed's calls, in the midst of their lives.
 */
final class Farm {
  private Farm() {}

  /**
   * The dialog of the feed's call with this number.
   *
   * @param refreshedUs when it was refreshed last, microseconds since the epoch
   */
  static OpenDialog dialog(int call, IntToLongFunction refreshedUs) {
    String number = "%08x".formatted(call);
    String callId = number + "-b1946ac92492d2347c6235b4d2611184@10.1.2.3";
    Instant refreshed = Instant.ofEpochSecond(0, refreshedUs.applyAsLong(call) * 1_000);
    Party caller =
        new Party(
            "f" + number,
            "sip:alice-" + number + "@pbx.example",
            "Phone " + (call & 0xf),
            true,
            true);
    Party callee =
        new Party(
            "t" + number,
            "sip:bob-" + number + "@pbx.example",
            "Gateway " + (call & 0xf),
            true,
            true);
    Dialog dialog =
        new Dialog(
            DialogIds.dialogId(callId, caller.tag(), callee.tag()),
            callId,
            "farm",
            caller,
            callee,
            refreshed,
            refreshed,
            null,
            null,
            true,
            new TimerStatus(TimerState.ACTIVE, 1800, Side.CALLER, 90, refreshed),
            null,
            null,
            null);
    return new OpenDialog(dialog, 1, 1, 0, List.of());
  }
}
