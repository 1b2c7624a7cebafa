package org.sessionwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Severity;
import org.sessionwatch.testing.LogEar;

class JournalSinkTest {
  private final JournalSink sink = new JournalSink();

  @Test
  void says_in_one_line_who_which_side_since_when_until_when_and_what_to_check() {
    try (LogEar ear = new LogEar(JournalSink.LOGGER)) {
      sink.raised(Samples.view(1));

      assertThat(ear.lines())
          .containsExactly(
              "WARN WARNING REFRESH_LATE on pbx1, sip:sipp@phone called sip:100@pbx: Caller"
                  + " sip:sipp@phone has not refreshed. To check: Is its session timer switched on?"
                  + " [Call-ID 1-18368@127.0.0.1; refresher caller; last refreshed"
                  + " 2026-11-22T06:19:00Z; drops from 2026-11-22T06:20:00Z, expires"
                  + " 2026-11-22T06:20:30Z; alert "
                  + Samples.alert(1).alertId()
                  + "]");
    }
  }

  @Test
  void says_when_an_alert_is_not_confirmed() {
    try (LogEar ear = new LogEar(JournalSink.LOGGER)) {
      sink.raised(
          new AlertView(Samples.dialog(), Samples.alert(1, Severity.CRITICAL, false, null)));

      assertThat(ear.lines())
          .singleElement()
          .asString()
          .startsWith("ERROR CRITICAL (unconfirmed) REFRESH_LATE on pbx1");
    }
  }

  @Test
  void says_when_an_alert_is_cleared() {
    try (LogEar ear = new LogEar(JournalSink.LOGGER)) {
      sink.cleared(
          new AlertView(
              Samples.dialog(),
              Samples.alert(1, Severity.WARNING, true, Samples.REFRESHED.plusSeconds(55))));

      assertThat(ear.lines())
          .singleElement()
          .asString()
          .startsWith(
              "INFO CLEARED REFRESH_LATE on pbx1, sip:sipp@phone called sip:100@pbx: it was raised"
                  + " at 2026-11-22T06:19:51Z and cleared at 2026-11-22T06:19:55Z. [Call-ID ");
    }
  }

  @Test
  void says_when_an_alert_is_certain_after_all() {
    try (LogEar ear = new LogEar(JournalSink.LOGGER)) {
      sink.confirmed(Samples.view(1));

      assertThat(ear.lines())
          .singleElement()
          .asString()
          .startsWith(
              "INFO CONFIRMED REFRESH_LATE on pbx1, sip:sipp@phone called sip:100@pbx: it was raised"
                  + " unconfirmed at 2026-11-22T06:19:51Z and is certain now. [Call-ID ");
    }
  }

  @Test
  void tells_of_a_whole_pbx_without_a_call() {
    try (LogEar ear = new LogEar(JournalSink.LOGGER)) {
      sink.raised(Samples.ofPbx(null));
      sink.cleared(Samples.ofPbx(Samples.REFRESHED.plusSeconds(9)));

      String id = " [alert " + Samples.ofPbx(null).alert().alertId() + "]";
      assertThat(ear.lines())
          .containsExactly(
              "INFO INFO FEED_GAP on pbx1: The mirror lost 3 messages. To check: Is the receive buffer"
                  + " large enough?"
                  + id,
              "INFO CLEARED FEED_GAP on pbx1: it was raised at 2026-11-22T06:19:00Z and cleared at"
                  + " 2026-11-22T06:19:09Z. The mirror lost 3 messages."
                  + id);
    }
  }

  @Test
  void lets_no_caller_write_lines_of_his_own() {
    try (LogEar ear = new LogEar(JournalSink.LOGGER)) {
      sink.raised(
          new AlertView(
              Samples.dialog("sip:x\r\nERROR all is lost\u001b[2J\u2028@pbx"), Samples.alert(1)));

      assertThat(ear.lines())
          .singleElement()
          .asString()
          .contains("sip:x??ERROR all is lost?[2J?@pbx");
    }
  }

  @Test
  void cuts_a_name_that_has_no_end_and_keeps_what_follows() {
    try (LogEar ear = new LogEar(JournalSink.LOGGER)) {
      sink.raised(new AlertView(Samples.dialog("sip:" + "x".repeat(60_000)), Samples.alert(1)));

      assertThat(ear.lines())
          .singleElement()
          .asString()
          .hasSizeLessThan(700)
          .contains("x…: Caller");
      assertThat(ear.lines()).first().asString().endsWith(Samples.alert(1).alertId() + "]");
    }
  }
}
