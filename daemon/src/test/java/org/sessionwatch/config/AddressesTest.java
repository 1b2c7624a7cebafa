package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9060", "0.0.0.0:1", "[0:0:0:0:0:0:0:1]:65535"})
  void reads_and_writes(String text) {
    assertThat(Addresses.addressAndPort(text).map(Addresses::text)).contains(text);
  }

  @Test
  void knows_short_forms() {
    assertThat(Addresses.addressAndPort("[::1]:9060"))
        .contains(new InetSocketAddress("0:0:0:0:0:0:0:1", 9060));
    assertThat(Addresses.addressAndPort("localhost:9060"))
        .contains(new InetSocketAddress("127.0.0.1", 9060));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1",
        ":9060",
        "::1:9060",
        "127.0.0.1:65536",
        "127.0.0.1:0",
        "127.0.0.1:-1",
        "300.0.0.1:9060",
        "pbx.example.org:9060",
        "[::g]:9060",
        "[1:2]:9060",
        "[.:1]:9060",
        "1:9060"
      })
  void refuses_anything_else_without_asking_a_name_server(String text) {
    assertThat(Addresses.addressAndPort(text)).isEmpty();
  }
}
