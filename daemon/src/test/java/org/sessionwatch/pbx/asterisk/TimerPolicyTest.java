package org.sessionwatch.pbx.asterisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.AmiSettings;
import org.sessionwatch.config.Secret;
import org.sessionwatch.pbx.TimerPolicy;
import org.sessionwatch.pbx.TimerPolicy.Timers;
import org.sessionwatch.testing.LogEar;

/** What endpoints are set to do about timers, asked of Asterisk's manager interface. */
class TimerPolicyTest {
  private final AtomicLong nowUs = new AtomicLong(1_795_328_000_000_000L);
  private final FakeAsterisk asterisk;
  private final Told told = new Told();
  private final List<TimerPolicy> policies = new CopyOnWriteArrayList<>();
  private final LogEar log = new LogEar(AmiClient.class.getName());
  private final AmiClient client;

  TimerPolicyTest() throws IOException {
    asterisk = new FakeAsterisk();
    AmiSettings settings =
        new AmiSettings(
            "127.0.0.1", asterisk.port(), FakeAsterisk.USER, new Secret(FakeAsterisk.SECRET));
    client = new AmiClient("asterisk1", settings, told, nowUs::get);
  }

  @BeforeEach
  void connect() {
    client.start();
    await().until(() -> client.status().up());
  }

  @AfterEach
  void close() {
    client.close();
    asterisk.close();
    log.close();
  }

  @Test
  void asks_the_endpoint_in_the_channels_name() {
    asterisk.timers.put("trunk-a.example", "always");
    channel("PJSIP/trunk-a.example-0000001f", "1.1");

    ask("PJSIP/trunk-a.example-0000001f", "1.1");

    await().until(() -> !policies.isEmpty());
    assertThat(policies)
        .containsExactly(new TimerPolicy("asterisk1", "trunk-a.example", Timers.ALWAYS));
    assertThat(asked()).containsExactly("PJSIP_ENDPOINT(trunk-a.example,timers)");
    assertThat(client.status().policyQuestions()).isEqualTo(1);
  }

  @Test
  void an_endpoint_that_expects_no_timer_is_not_asked_for_each_call_but_again_after_minutes() {
    asterisk.timers.put("100", "yes");
    channel("PJSIP/100-00000001", "1.1");

    ask("PJSIP/100-00000001", "1.1");
    await().until(() -> policies.size() == 1);
    ask("PJSIP/100-00000001", "1.1");
    await().until(() -> policies.size() == 2);
    assertThat(asked()).hasSize(1);

    asterisk.timers.put("100", "required");
    nowUs.addAndGet(301_000_000);
    ask("PJSIP/100-00000001", "1.1");
    await().until(() -> policies.size() == 3);
    assertThat(policies)
        .extracting(TimerPolicy::timers)
        .containsExactly(Timers.YES, Timers.YES, Timers.REQUIRED);
  }

  @Test
  void one_that_expects_a_timer_is_asked_again_since_it_may_just_have_been_changed() {
    asterisk.timers.put("100", "always");
    channel("PJSIP/100-00000001", "1.1");
    ask("PJSIP/100-00000001", "1.1");
    await().until(() -> policies.size() == 1);

    asterisk.timers.put("100", "no");
    nowUs.addAndGet(2_000_000);
    ask("PJSIP/100-00000001", "1.1");

    await().until(() -> policies.size() == 2);
    assertThat(policies.get(1).timers()).isEqualTo(Timers.NO);
  }

  @Test
  void an_asterisk_that_does_not_tell_is_said_once_and_left_alone() {
    channel("PJSIP/100-00000001", "1.1");
    channel("PJSIP/200-00000002", "1.2");

    ask("PJSIP/100-00000001", "1.1");
    await().until(() -> client.status().policyQuestionsFailed() == 1);
    ask("PJSIP/200-00000002", "1.2");
    channel("PJSIP/300-00000003", "1.3"); // told after the question before it was passed over

    assertThat(asked()).hasSize(1);
    assertThat(policies).isEmpty();
    assertThat(log.lines())
        .filteredOn(line -> line.contains("TIMER_NOT_NEGOTIATED"))
        .singleElement()
        .asString()
        .contains("endpoint 100", "func_pjsip_endpoint.so", "\"reporting\"");
    assertThat(client.status().up()).isTrue();
  }

  @Test
  void a_channel_of_another_asterisk_is_not_asked_for() {
    asterisk.timers.put("100", "always");
    channel("PJSIP/100-00000001", "1.1");

    ask("PJSIP/100-00000001", "9.9");
    channel("PJSIP/200-00000002", "1.2");

    assertThat(asked()).isEmpty();
  }

  @Test
  void a_name_that_would_end_the_functions_argument_is_not_sent() {
    channel("PJSIP/a,b)-00000001", "1.1");

    ask("PJSIP/a,b)-00000001", "1.1");
    channel("PJSIP/200-00000002", "1.2");

    assertThat(asked()).isEmpty();
  }

  private void ask(String channel, String uniqueid) {
    client.askTimerPolicy(channel, uniqueid, policies::add);
  }

  /** Returns when the client has tied the channel to its dialog. */
  private void channel(String name, String uniqueid) {
    asterisk.newChannel(name, uniqueid, uniqueid, uniqueid + "@x");
    await().until(() -> told.of("linked " + uniqueid + "@x").size() == 1);
  }

  private List<String> asked() {
    return asterisk.sent("GetVar").stream()
        .map(action -> action.get("Variable"))
        .filter(variable -> variable.startsWith("PJSIP_ENDPOINT"))
        .toList();
  }
}
