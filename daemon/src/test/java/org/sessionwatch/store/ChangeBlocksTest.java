package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.Side;

class ChangeBlocksTest {
  private final Dialog dialog = Calls.dialog("c1");
  private final Effect.Refreshed refreshed =
      new Effect.Refreshed(dialog, Calls.pending(7, Long.MAX_VALUE, Side.CALLEE, 45_000));
  private final byte[] block = ChangeBlocks.CURRENT.write(List.of(refreshed, refreshed));

  @Test
  void names_every_record_and_component() {
    assertThat(ChangeBlocks.CURRENT.layout())
        .contains(
            "Party tag:text uri:text userAgent:text supportsTimer:flag allowsUpdate:flag\n",
            "\nHopsSeen dialog:Dialog hops:DialogHop*\n");
  }

  @Test
  void passes_over_a_component_that_this_release_does_not_know() {
    Refresh refresh = read(" seq:number", " place:number").refresh();
    assertThat(refresh.seq()).isZero();
    assertThat(refresh.cseq()).isEqualTo(Long.MAX_VALUE);
    Dialog read = read("userAgent:text", "browser:text").dialog();
    assertThat(read.caller().userAgent()).isNull();
    assertThat(read.caller().uri()).isEqualTo(dialog.caller().uri());
    assertThat(read.callId()).isEqualTo("c1");
  }

  @Test
  void passes_over_a_whole_record() {
    Dialog read = read("timer:TimerStatus", "clock:TimerStatus").dialog();
    assertThat(read.timer()).isNull();
    assertThat(read.callId()).isEqualTo("c1");
  }

  @Test
  void names_a_word_that_this_release_does_not_know() {
    byte[] other =
        new String(block, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("PENDING", "PONDERS")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    List<Spool.Entry> entries = ChangeBlocks.CURRENT.read(other, 1, 2);
    assertThat(entries).allMatch(entry -> entry.effect() == null);
    assertThat(entries.get(1).problem()).isEqualTo("Refresh with an unknown PONDERS");
  }

  @Test
  void a_second_one_of_the_same_call_takes_a_fraction() {
    int one = ChangeBlocks.CURRENT.write(List.of(refreshed)).length;
    assertThat(block.length - one).isLessThan(one / 2);
  }

  /** As if it had been written by a release in which a component had another name. */
  private Effect.Refreshed read(String now, String then) {
    ChangeBlocks blocks = ChangeBlocks.of(ChangeBlocks.CURRENT.layout().replace(now, then));
    List<Spool.Entry> entries = blocks.read(block, 1, 2);
    assertThat(entries.get(1).problem()).isEmpty();
    return (Effect.Refreshed) java.util.Objects.requireNonNull(entries.get(1).effect());
  }
}
