package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The timer of one dialog as several capture points and PBXs see it, before and behind a proxy. */
class HopScenariosTest {
  private static final InetSocketAddress PHONE = new InetSocketAddress("192.0.2.10", 5060);
  private static final InetSocketAddress PROXY = new InetSocketAddress("192.0.2.2", 5060);
  private static final InetSocketAddress PBX = new InetSocketAddress("192.0.2.3", 5060);

  private final CallScript call = new CallScript();

  private HopScenariosTest hear(
      double atS, String pbx, InetSocketAddress from, InetSocketAddress to, String text) {
    boolean byCaller = from == PHONE || to == PBX;
    SideAndText sent = new SideAndText(byCaller ? Side.CALLER : Side.CALLEE, text);
    call.engine.message(call.parse(sent.side(), sent.text()), pbx, from, to, CallScript.us(atS));
    return this;
  }

  private record SideAndText(Side side, String text) {}

  /** The proxy lowers the interval that the phone asks for, and hides the Min-SE. */
  private HopScenariosTest established() {
    String asks = "INVITE 1\nSupported: timer\nSession-Expires: 1800\nMin-SE: 120";
    String lowered = "INVITE 1\nSupported: timer\nSession-Expires: 600";
    String gives = "200 INVITE 1\nRequire: timer\nSession-Expires: 600;refresher=uac";
    hear(-0.10, "proxy1", PHONE, PROXY, asks);
    hear(-0.09, "proxy1", PROXY, PBX, lowered);
    hear(-0.089, "asterisk1", PROXY, PBX, lowered);
    hear(0, "asterisk1", PBX, PROXY, gives);
    hear(0.001, "proxy1", PBX, PROXY, gives);
    hear(0.002, "proxy1", PROXY, PHONE, gives);
    return this;
  }

  /** The hops as they stand, {@code "pbx caller callee: interval refresher Min-SE asked"}. */
  private List<String> hops() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (Effect effect : call.effects) {
      if (effect instanceof Effect.HopsSeen seen) {
        for (DialogHop hop : seen.hops()) {
          lines.put(
              hop.pbx() + " " + host(hop.caller()) + " " + host(hop.callee()),
              hop.intervalS()
                  + " "
                  + hop.refresher()
                  + " "
                  + hop.minSeS()
                  + " "
                  + hop.requestedS());
        }
      }
    }
    return lines.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }

  private static String host(@org.jspecify.annotations.Nullable InetSocketAddress address) {
    return address == null ? "?" : address.getAddress().getHostAddress();
  }

  private long told() {
    return call.effects.stream().filter(Effect.HopsSeen.class::isInstance).count();
  }

  @Test
  void one_dialog_keeps_each_hop_with_its_own_interval() {
    established();
    call.until(2);

    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.dialog().pbx()).isEqualTo("proxy1");
    assertThat(hops())
        .containsExactly(
            "proxy1 192.0.2.10 192.0.2.2: 600 CALLER 120 1800",
            "proxy1 192.0.2.2 192.0.2.3: 600 CALLER null 600",
            "asterisk1 192.0.2.2 192.0.2.3: 600 CALLER null 600");
    assertThat(told()).isEqualTo(1);
    assertThat(call.effects.get(0)).isInstanceOf(Effect.Established.class);
  }

  @Test
  void a_refresh_that_changes_nothing_tells_nothing() {
    established();
    for (int i = 1; i <= 3; i++) {
      String cseq = String.valueOf(100 + i);
      hear(
          i * 300, "proxy1", PBX, PROXY, "UPDATE " + cseq + "\nSession-Expires: 600;refresher=uas");
      hear(
          i * 300 + 0.1,
          "proxy1",
          PROXY,
          PBX,
          "200 UPDATE " + cseq + "\nSession-Expires: 600;refresher=uas");
    }
    call.until(950);

    assertThat(told()).isLessThanOrEqualTo(2);
    assertThat(hops()).contains("proxy1 192.0.2.2 192.0.2.3: 600 CALLER null 600");
  }

  @Test
  void a_new_interval_on_one_hop_is_told_of_that_hop() {
    established();
    call.until(2);
    hear(300, "proxy1", PHONE, PROXY, "UPDATE 2\nSupported: timer\nSession-Expires: 300");
    hear(
        300.1,
        "proxy1",
        PROXY,
        PHONE,
        "200 UPDATE 2\nRequire: timer\nSession-Expires: 300;refresher=uas");
    call.until(302);

    assertThat(hops())
        .contains(
            "proxy1 192.0.2.10 192.0.2.2: 300 CALLEE null 300",
            "proxy1 192.0.2.2 192.0.2.3: 600 CALLER null 600");
  }

  @Test
  void an_interval_put_in_by_a_proxy_shows_on_the_callers_hop_only() {
    String asks = "INVITE 1\nSupported: timer\nSession-Expires: 1800";
    hear(-0.10, "proxy1", PHONE, PROXY, asks);
    hear(-0.09, "proxy1", PROXY, PBX, asks);
    hear(0, "proxy1", PBX, PROXY, "200 INVITE 1");
    hear(
        0.001,
        "proxy1",
        PROXY,
        PHONE,
        "200 INVITE 1\nRequire: timer\nSession-Expires: 1800;refresher=uac");
    call.until(2);

    assertThat(hops())
        .containsExactly(
            "proxy1 192.0.2.10 192.0.2.2: 1800 CALLER null 1800",
            "proxy1 192.0.2.2 192.0.2.3: null null null 1800");
  }

  @Test
  void retransmissions_and_late_copies_change_nothing() {
    established();
    hear(
        0.5,
        "proxy1",
        PHONE,
        PROXY,
        "INVITE 1\nSupported: timer\nSession-Expires: 1800\nMin-SE: 120");
    hear(
        0.6,
        "proxy1",
        PROXY,
        PHONE,
        "200 INVITE 1\nRequire: timer\nSession-Expires: 600;refresher=uac");
    call.until(70);

    assertThat(hops()).hasSize(3);
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void forks_have_hops_of_their_own() {
    hear(-0.1, "proxy1", PHONE, PROXY, "INVITE 1\nSupported: timer\nSession-Expires: 1800");
    hear(0, "proxy1", PROXY, PHONE, "200 INVITE 1\nSession-Expires: 1800;refresher=uac");
    call.tags("a-tag", "fork-tag");
    hear(0.1, "proxy1", PROXY, PHONE, "200 INVITE 1\nSession-Expires: 900;refresher=uac");
    call.until(2);

    assertThat(call.effects)
        .filteredOn(Effect.HopsSeen.class::isInstance)
        .extracting(effect -> ((Effect.HopsSeen) effect).hops().get(0).intervalS())
        .containsExactly(1800, 900);
  }

  @Test
  void what_no_2xx_answered_is_no_hop() {
    hear(-0.1, "proxy1", PHONE, PROXY, "INVITE 1\nSupported: timer\nSession-Expires: 60");
    hear(0, "proxy1", PROXY, PHONE, "422 INVITE 1\nMin-SE: 90");
    call.end(40);

    assertThat(told()).isZero();
  }

  @Test
  void hops_without_number_are_bounded() {
    hear(-0.1, "proxy1", PHONE, PROXY, "INVITE 1\nSupported: timer\nSession-Expires: 600");
    String gives = "200 INVITE 1\nRequire: timer\nSession-Expires: 600;refresher=uac";
    for (int i = 0; i < 1_000; i++) {
      call.engine.message(
          call.parse(Side.CALLEE, gives), "probe" + i, PROXY, PHONE, CallScript.us(i / 10_000.0));
    }
    call.until(3);

    assertThat(hops()).hasSizeLessThanOrEqualTo(32).hasSizeGreaterThan(20);
  }

  @Test
  void a_call_heard_from_its_middle_has_hops_from_its_first_2xx_on() {
    hear(
        0,
        "proxy1",
        PBX,
        PROXY,
        "UPDATE 100\nSupported: timer\nSession-Expires: 600;refresher=uac");
    hear(0.1, "proxy1", PROXY, PBX, "200 UPDATE 100\nSession-Expires: 600;refresher=uac");
    call.until(5);

    assertThat(hops()).hasSize(1);
  }

  @Test
  void a_short_call_tells_its_hops_before_its_end() {
    established();
    hear(0.2, "proxy1", PHONE, PROXY, "BYE 2");
    call.until(80);

    List<String> order =
        call.effects.stream().map(effect -> effect.getClass().getSimpleName()).toList();
    assertThat(order).contains("Established", "HopsSeen", "Ended");
    assertThat(hops()).hasSize(3);
  }
}
