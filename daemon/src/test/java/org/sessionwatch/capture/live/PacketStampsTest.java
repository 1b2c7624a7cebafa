package org.sessionwatch.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketStampsTest {
  private static final long NOW = 1_795_328_339_000_000L;
  private static final long HOUR = 3_600_000_000L;

  private final PacketStamps stamps = new PacketStamps(HOUR);

  @Test
  void a_packet_came_as_long_ago_as_the_hosts_clock_says() {
    assertThat(stamps.cameAtUs(NOW + HOUR - 40_000, NOW, HOUR)).isEqualTo(NOW - 40_000);
    assertThat(stamps.cameAtUs(NOW + HOUR - 40_000, NOW, HOUR + 900)).isEqualTo(NOW - 40_900);
  }

  @Test
  void what_waited_while_the_hosts_clock_was_stepped_came_when_it_is_read() {
    assertThat(stamps.cameAtUs(NOW + HOUR - 40_000, NOW, 0)).isEqualTo(NOW);
    assertThat(stamps.cameAtUs(NOW - 30_000, NOW, 0)).isEqualTo(NOW);
    stamps.emptied();
    assertThat(stamps.cameAtUs(NOW - 30_000, NOW, 0)).isEqualTo(NOW - 30_000);
  }

  @Test
  void a_stamp_that_cannot_be_is_not_believed() {
    assertThat(stamps.cameAtUs(NOW + HOUR + 1, NOW, HOUR)).isEqualTo(NOW);
    assertThat(stamps.cameAtUs(NOW + HOUR - 60_000_001, NOW, HOUR)).isEqualTo(NOW);
  }
}
