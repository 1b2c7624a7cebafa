package org.sessionwatch.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text that people read keeps caller and callee, UAC and UAS, and the refresher apart. */
class TextReportTest {
  private static String report(String port) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Analyzer(InputStream.nullInputStream(), print, print)
        .analyze(
            List.of("src/test/resources/captures/asterisk22-direct.pcap"),
            Analyzer.Format.TEXT,
            Duration.ofSeconds(6));
    String all = out.toString(StandardCharsets.UTF_8);
    int start = all.indexOf("sip:sipp@127.0.0.1:" + port + " -> ");
    return all.substring(start, all.indexOf("\n\n", start));
  }

  @Test
  void tells_who_was_refresher_before_and_after_and_by_which_rule() {
    assertThat(report("5212"))
        .contains("refresher: the caller (the 2xx says uac, or nothing: who sent the request")
        .contains(
            "UPDATE by the caller (UAC; the callee is UAS): refreshed (200); early",
            "refresher: the caller -> the callee (the 2xx says uas: who answered the request, R13)")
        .contains(
            "UPDATE by the callee (UAC; the caller is UAS): refreshed (200); on time",
            "refresher: still the callee (the 2xx says uac, or nothing: who sent the request");
  }

  @Test
  void tells_what_turned_the_timer_off_and_what_changed_nothing() {
    assertThat(report("5203"))
        .contains("timer    off")
        .contains("refresher: the callee -> nobody (a 2xx without an interval, R12)");
    assertThat(report("5205"))
        .contains("rejected (481)", "refresher: still the callee (no 2xx, R25)");
  }

  @Test
  void tells_the_alerts_with_what_to_check() {
    assertThat(report("5200"))
        .contains(
            "WARNING REFRESH_LATE (unconfirmed): Caller sip:sipp@127.0.0.1:5200 has to refresh")
        .contains("dropped by the timer", "No session refresh received.");
  }
}
