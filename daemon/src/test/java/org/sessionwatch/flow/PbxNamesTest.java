package org.sessionwatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.config.AddressRange;
import org.sessionwatch.config.NamePattern;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.PbxRules;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.SipAddress;

class PbxNamesTest {
  private static PbxSettings pbx(String name, List<Long> ids, String... addresses) {
    return pbx(name, new PbxRules(ids, List.of(), ranges(addresses), List.of()));
  }

  private static PbxSettings pbx(String name, PbxRules rules) {
    return new PbxSettings(name, PbxKind.ASTERISK, rules, null, null);
  }

  private static List<AddressRange> ranges(String... texts) {
    return List.of(texts).stream().map(PbxNamesTest::range).toList();
  }

  /** {@code ADDRESS} or {@code ADDRESS/PREFIX}. */
  private static AddressRange range(String text) {
    String[] parts = text.split("/");
    try {
      InetAddress address = InetAddress.getByName(parts[0]);
      int bits = 8 * address.getAddress().length;
      return new AddressRange(address, parts.length > 1 ? Integer.parseInt(parts[1]) : bits);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static PbxSettings bySip(String name, int port, String... texts) {
    List<SipAddress> sip =
        ranges(texts).stream().map(range -> new SipAddress(range, port)).toList();
    return pbx(name, new PbxRules(List.of(), List.of(), List.of(), sip));
  }

  private static PbxSettings byNode(String name, String... patterns) {
    List<NamePattern> nodes = List.of(patterns).stream().map(NamePattern::new).toList();
    return pbx(name, new PbxRules(List.of(), nodes, List.of(), List.of()));
  }

  private static CapturedMessage message(CaptureSource source, String from, String to) {
    return new CapturedMessage(source, 0, 0, address(from), address(to), new byte[0]);
  }

  private static InetSocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    return new InetSocketAddress(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
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

  @Test
  void node_names_may_be_patterns_and_name_a_live_feed_too() {
    PbxNames names =
        new PbxNames(List.of(byNode("east", "east-*", "E2"), byNode("here", "live:eth0")));

    assertThat(names.of(source(0, "East-7.example", "192.0.2.9"))).isEqualTo("east");
    assertThat(names.of(source(0, "e2", "192.0.2.9"))).isEqualTo("east");
    assertThat(names.of(source(0, "west-east-1", "192.0.2.9"))).isEqualTo("west-east-1");
    assertThat(names.of(source(0, null, "live:eth0"))).isEqualTo("here");
  }

  @Test
  void addresses_may_be_ranges_and_the_first_in_the_file_counts() {
    PbxNames names =
        new PbxNames(
            List.of(
                pbx("one", List.of(), "192.0.2.16/28"),
                pbx("all", List.of(), "192.0.2.0/24", "2001:db8::/32")));

    assertThat(names.of(source(0, null, "192.0.2.17"))).isEqualTo("one");
    assertThat(names.of(source(0, null, "192.0.2.1"))).isEqualTo("all");
    assertThat(names.of(source(0, null, "2001:db8:0:0:0:0:0:7"))).isEqualTo("all");
    assertThat(names.of(source(0, null, "198.51.100.1"))).isEqualTo("198.51.100.1");
  }

  @Test
  void a_feed_of_several_pbxs_is_told_apart_by_the_sip_addresses_in_its_messages() {
    PbxNames names =
        new PbxNames(
            List.of(
                bySip("asterisk1", 5080, "192.0.2.10"),
                bySip("kamailio1", 0, "192.0.2.10", "192.0.2.32/28")));
    CaptureSource segment = source(0, null, "live:eth0");

    assertThat(names.of(message(segment, "198.51.100.1:5060", "192.0.2.10:5080")))
        .isEqualTo("asterisk1");
    assertThat(names.of(message(segment, "192.0.2.10:5060", "198.51.100.1:5060")))
        .isEqualTo("kamailio1");
    assertThat(names.of(message(segment, "192.0.2.33:5060", "198.51.100.1:5060")))
        .isEqualTo("kamailio1");
    // Between the two: the one that stands first.
    assertThat(names.of(message(segment, "192.0.2.10:5060", "192.0.2.10:5080")))
        .isEqualTo("asterisk1");
    assertThat(names.of(message(segment, "198.51.100.1:5060", "198.51.100.2:5060")))
        .isEqualTo("live:eth0");
    assertThat(names.of(segment)).isEqualTo("live:eth0");
  }

  @Test
  void a_feed_that_says_whose_it_is_counts_before_its_messages_addresses() {
    PbxNames names =
        new PbxNames(List.of(pbx("one", List.of(7L)), bySip("two", 0, "192.0.2.0/24")));

    assertThat(names.of(message(source(7, null, "192.0.2.9"), "192.0.2.1:5060", "192.0.2.2:5060")))
        .isEqualTo("one");
    assertThat(names.of(message(source(8, null, "192.0.2.9"), "192.0.2.1:5060", "192.0.2.2:5060")))
        .isEqualTo("two");
  }
}
