package org.sessionwatch.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.sip.Malformed.Reason;

/** Every message of RFC 4475 cut at every byte. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TortureTruncationTest {
  /** What a message may be told for while its headers are not all there. */
  private static final Set<Reason> OF_A_CUT =
      EnumSet.of(Reason.KEEP_ALIVE, Reason.START_LINE, Reason.CUT);

  static Set<String> names() {
    return TortureMessages.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void is_flagged_and_tells_nothing_that_the_whole_does_not(String name) {
    byte[] whole = TortureMessages.bytes(name);
    SipScan wholeScan = SipScanner.scan(whole);
    int headersEnd = headersEnd(whole);
    for (int length = 0; length <= whole.length; length++) {
      SipScan scan = SipScanner.scan(Arrays.copyOf(whole, length));
      Getters.callAll(scan, length);
      if (length >= headersEnd) {
        assertThat(scan).as("%d bytes", length).hasSameClassAs(wholeScan);
        assertThat(scan instanceof SipMessage message && message.isCut()).isFalse();
      } else if (scan instanceof SipMessage message) {
        assertThat(message.isCut()).as("%d bytes", length).isTrue();
        tellsNoOther(message, (SipMessage) wholeScan);
      } else {
        assertThat(((Malformed) scan).reason()).as("%d bytes", length).isIn(OF_A_CUT);
      }
    }
  }

  private static void tellsNoOther(SipMessage cut, SipMessage whole) {
    assertThat(cut.callId()).isEqualTo(whole.callId());
    assertThat(cut.cseq()).isEqualTo(whole.cseq());
    assertThat(cut.method()).isEqualTo(whole.method());
    assertThat(cut.fromTag()).isEqualTo(whole.fromTag());
    assertThat(cut.toTag()).isEqualTo(whole.toTag());
    assertThat(cut.branch()).isIn("", whole.branch());
    assertThat(cut.sessionExpiresS()).isIn(SipMessage.ABSENT, whole.sessionExpiresS());
    assertThat(cut.refresher()).isIn(RefresherParam.ABSENT, whole.refresher());
    assertThat(cut.vias()).isLessThanOrEqualTo(whole.vias());
  }

  /** Behind what ends the headers; a carriage return and no line feed is as good. */
  private static int headersEnd(byte[] whole) {
    return new String(whole, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 3;
  }
}
