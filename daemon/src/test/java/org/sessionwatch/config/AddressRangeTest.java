package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0, true",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.200, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "::/0, 203.0.113.9, false",
    "::/0, 2001:db8::1, true",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, ::1, true",
    "192.0.2.0/24, ::ffff:192.0.2.9, true",
    "127.0.0.0/8, 127.255.0.1, true"
  })
  void holds_addresses_with_the_same_bits(String range, String address, boolean within)
      throws UnknownHostException {
    assertThat(AddressRange.of(range).orElseThrow().contains(InetAddress.getByName(address)))
        .isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "192.0.2.0/",
        "192.0.2.0/33",
        "192.0.2.1/24",
        "192.0.2/24",
        "pbx.example/24",
        "2001:db8::/129",
        "2001:db8::1/64",
        "192.0.2.0/-1",
        "192.0.2.0/24/24",
        "192.0.2.0/+4"
      })
  void refuses_what_is_no_range(String text) {
    assertThat(AddressRange.of(text)).isEmpty();
  }
}
