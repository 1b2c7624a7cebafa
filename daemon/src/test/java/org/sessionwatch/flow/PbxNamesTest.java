package org.sessionwatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.PbxSettings;

class PbxNamesTest {
  private static PbxSettings pbx(String name, List<Long> ids, String... addresses) {
    return new PbxSettings(
        name,
        PbxKind.ASTERISK,
        ids,
        List.of(addresses).stream().map(PbxNamesTest::address).toList(),
        null,
        null);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static CaptureSource source(long id, @Nullable String node, String address) {
    return new CaptureSource(id, node, address);
  }

  @Test
  void a_feed_goes_by_capture_id_then_node_name_then_address() {
    PbxNames names =
        new PbxNames(
            List.of(
                pbx("one", List.of(7L)),
                pbx("two", List.of()),
                pbx("three", List.of(), "192.0.2.9")));

    assertThat(names.of(source(7, "two", "192.0.2.9"))).isEqualTo("one");
    assertThat(names.of(source(8, "two", "192.0.2.9"))).isEqualTo("two");
    assertThat(names.of(source(8, "x", "192.0.2.9"))).isEqualTo("three");
  }

  @Test
  void an_unknown_feed_goes_by_its_own_name() {
    PbxNames names = new PbxNames(List.of(pbx("one", List.of(7L))));

    assertThat(names.of(source(8, "node", "192.0.2.9"))).isEqualTo("node");
    assertThat(names.of(source(8, null, "192.0.2.9"))).isEqualTo("capture-8@192.0.2.9");
    assertThat(names.of(source(0, null, "192.0.2.9"))).isEqualTo("192.0.2.9");
  }

  @Test
  void the_only_pbx_owns_every_feed_when_nothing_else_is_said() {
    PbxNames names = new PbxNames(List.of(pbx("only", List.of())));

    assertThat(names.of(source(8, "node", "192.0.2.9"))).isEqualTo("only");
  }
}
