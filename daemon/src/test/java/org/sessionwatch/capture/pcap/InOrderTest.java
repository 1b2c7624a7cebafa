package org.sessionwatch.capture.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;

class InOrderTest {
  private static final CaptureSource SOURCE = new CaptureSource(0, null, "test");

  private final InOrder inOrder = new InOrder();

  private void add(long timeUs, int length) {
    inOrder.add(new CapturedMessage(SOURCE, timeUs, timeUs, null, null, new byte[length]));
  }

  private List<Integer> lengths() {
    List<Integer> lengths = new ArrayList<>();
    for (CapturedMessage m = inOrder.poll(); m != null; m = inOrder.poll()) {
      lengths.add(m.sip().length);
    }
    return lengths;
  }

  @Test
  void messages_come_in_order_of_time_once_a_second_has_passed() {
    add(2_000_000, 1);
    add(1_500_000, 2);
    add(2_000_000, 3);
    inOrder.passTime(2_000_000);
    assertThat(lengths()).isEmpty();
    inOrder.passTime(2_499_999);
    assertThat(lengths()).isEmpty();
    inOrder.passTime(2_500_000);
    assertThat(lengths()).containsExactly(2);
    inOrder.passTime(1); // a clock put back
    assertThat(lengths()).isEmpty();
    add(1, 4);
    assertThat(lengths()).containsExactly(4);
    inOrder.end();
    assertThat(lengths()).containsExactly(1, 3);
    assertThat(inOrder.bytesHeld()).isZero();
  }

  @Test
  void what_waits_is_bounded_when_time_stands_still() {
    inOrder.passTime(1);
    int handedOn = 0;
    long most = 0;
    for (int i = 0; i < 80_000; i++) {
      add(1, i < 70_000 ? 10 : 5_000);
      handedOn += lengths().size();
      most = Math.max(most, inOrder.bytesHeld());
    }
    assertThat(handedOn).isGreaterThan(10_000);
    assertThat(most).isBetween(15L << 20, 16L << 20);
  }
}
