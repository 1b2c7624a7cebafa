package org.sessionwatch.pbx.asterisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.AmiSettings;
import org.sessionwatch.config.Secret;
import org.sessionwatch.pbx.ChannelPresence;
import org.sessionwatch.testing.LogEar;

class AmiClientTest {
  private static final AmiTimes QUICK =
      new AmiTimes(
          Duration.ofMillis(1_500),
          Duration.ofMillis(1_500),
          Duration.ofMillis(2_500),
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(300));

  private final AtomicLong nowUs = new AtomicLong(1_795_328_000_000_000L);
  private final FakeAsterisk asterisk;
  private final Told told = new Told();
  private final LogEar log = new LogEar(AmiClient.class.getName());
  private @Nullable AmiClient opened;

  AmiClientTest() throws IOException {
    asterisk = new FakeAsterisk();
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
    asterisk.close();
    log.close();
  }

  @Test
  void ties_the_channels_it_finds_to_their_dialogs() {
    asterisk.channels.put("PJSIP/100-1", new FakeAsterisk.Chan("PJSIP/100-1", "1.1", "1.1", "a@x"));
    asterisk.channels.put(
        "Local/9@x-1;1", new FakeAsterisk.Chan("Local/9@x-1;1", "1.2", "1.1", "none"));

    AmiClient client = connected();

    await().untilAsserted(() -> assertThat(told.of("linked")).isNotEmpty());
    assertThat(told.lines)
        .containsExactly("up " + nowUs, "resynced [1.1, 1.2]", "linked a@x PJSIP/100-1 1.1 1.1");
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.UP);
    assertThat(client.presence("b@x")).isEqualTo(ChannelPresence.GONE);
    assertThat(asterisk.sent("Login").get(0)).containsEntry("Events", "call");
  }

  @Test
  void asks_once_for_the_call_id_of_a_new_sip_channel_and_for_nothing_else() {
    AmiClient client = connected();

    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    asterisk.newChannel("Local/9@x-1;1", "1.2", "1.1", "none");
    asterisk.newChannel("PJSIP/200-2", "1.3", "1.1", "b@x");
    asterisk.event("Newstate", "Channel: PJSIP/100-1", "Uniqueid: 1.1", "Linkedid: 1.1");

    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(2));
    assertThat(told.of("linked"))
        .containsExactly("linked a@x PJSIP/100-1 1.1 1.1", "linked b@x PJSIP/200-2 1.3 1.1");
    assertThat(asterisk.sent("GetVar"))
        .extracting(action -> action.get("Channel") + " " + action.get("Variable"))
        .containsExactly(
            "PJSIP/100-1 CHANNEL(pjsip,call-id)", "PJSIP/200-2 CHANNEL(pjsip,call-id)");
    assertThat(client.status().getvars()).isEqualTo(2);
    assertThat(asterisk.actions)
        .extracting(action -> action.get("Action"))
        .containsOnly("Challenge", "Login", "CoreShowChannels", "GetVar", "Ping");
  }

  @Test
  void tells_a_hangup_with_cause_and_tech_cause() {
    AmiClient client = connected();
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(1));
    nowUs.addAndGet(60_000_000);

    asterisk.hangup("PJSIP/100-1", "1.1", 18, "No user responding", "TechCause: 408");

    await()
        .untilAsserted(
            () ->
                assertThat(told.of("hungUp"))
                    .containsExactly("hungUp a@x PJSIP/100-1 18 No user responding 408 @" + nowUs));
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.GONE);
    assertThat(client.status().hangups()).isEqualTo(1);
  }

  @Test
  void tells_a_hangup_of_an_older_asterisk_without_tech_cause() {
    connected();
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(1));

    asterisk.hangup("PJSIP/100-1", "1.1", 16, "Normal Clearing");

    await()
        .untilAsserted(
            () ->
                assertThat(told.of("hungUp"))
                    .containsExactly("hungUp a@x PJSIP/100-1 16 Normal Clearing null @" + nowUs));
  }

  @Test
  void tells_again_when_the_linkedid_changes_and_only_then() {
    connected();
    asterisk.newChannel("PJSIP/200-2", "1.3", "1.3", "b@x");
    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(1));

    for (String linkedid : new String[] {"1.3", "1.1", "1.1"}) {
      asterisk.event(
          "BridgeEnter",
          "BridgeUniqueid: b1",
          "BridgeType: basic",
          "BridgeNumChannels: 2",
          "Channel: PJSIP/200-2",
          "Uniqueid: 1.3",
          "Linkedid: " + linkedid);
    }
    asterisk.hangup("PJSIP/200-2", "1.3", 16, "Normal Clearing");

    await().untilAsserted(() -> assertThat(told.of("hungUp")).hasSize(1));
    assertThat(told.of("linked"))
        .containsExactly("linked b@x PJSIP/200-2 1.3 1.3", "linked b@x PJSIP/200-2 1.3 1.1");
  }

  @Test
  void never_makes_events_wait_for_a_call_id() {
    connected();
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(1));
    asterisk.held = 1;

    for (int i = 2; i <= 30; i++) {
      asterisk.newChannel("PJSIP/200-" + i, "2." + i, "1.1", "b" + i + "@x");
    }
    asterisk.hangup("PJSIP/100-1", "1.1", 16, "Normal Clearing");

    await().untilAsserted(() -> assertThat(told.of("hungUp a@x")).hasSize(1));
    assertThat(told.of("linked")).hasSize(1);
    await().untilAsserted(() -> assertThat(asterisk.count("GetVar")).isEqualTo(9));
    asterisk.release();
    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(30));
    assertThat(asterisk.count("GetVar")).isEqualTo(30);
  }

  @Test
  void tells_the_end_of_a_call_whose_call_id_came_after_it() {
    AmiClient client = connected();
    asterisk.held = 1;
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    await().untilAsserted(() -> assertThat(asterisk.count("GetVar")).isEqualTo(1));
    FakeAsterisk.Chan chan = asterisk.channels.get("PJSIP/100-1");
    asterisk.hangup("PJSIP/100-1", "1.1", 16, "Normal Clearing");
    await().untilAsserted(() -> assertThat(client.status().channels()).isZero());

    asterisk.channels.put("PJSIP/100-1", chan);
    asterisk.release();

    await().untilAsserted(() -> assertThat(told.of("hungUp a@x PJSIP/100-1 16")).hasSize(1));
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.GONE);
    assertThat(client.status().unresolved()).isZero();
  }

  @Test
  void does_not_say_gone_while_a_call_id_is_not_known() {
    asterisk.ignoredAction = "GetVar";
    AmiClient client = connected();
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.GONE);

    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");

    await().untilAsserted(() -> assertThat(client.status().getvarsFailed()).isEqualTo(1));
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.UNKNOWN);
    assertThat(client.status().unresolved()).isEqualTo(1);
    assertThat(asterisk.count("GetVar")).isEqualTo(1);
    assertThat(log.lines()).last().asString().contains("does not tell the Call-ID", "PJSIP/100-1");
    asterisk.hangup("PJSIP/100-1", "1.1", 16, "Normal Clearing");
    await().untilAsserted(() -> assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.GONE));
  }

  @Test
  void says_once_what_to_do_when_it_may_not_ask_for_call_ids() {
    asterisk.deniedAction = "GetVar";
    AmiClient client = connected();

    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    asterisk.newChannel("PJSIP/100-2", "1.2", "1.2", "b@x");

    await().untilAsserted(() -> assertThat(client.status().getvarsFailed()).isEqualTo(2));
    assertThat(log.lines()).filteredOn(line -> line.contains("Permission denied")).hasSize(1);
  }

  @Test
  void follows_the_sip_side_through_a_masquerade() {
    connected();
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    asterisk.newChannel("PJSIP/200-2", "2.2", "2.2", "b@x");
    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(2));

    rename("PJSIP/200-2", "PJSIP/200-2<MASQ>", "2.2");
    rename("PJSIP/100-1", "PJSIP/200-2", "1.1");
    rename("PJSIP/200-2<MASQ>", "PJSIP/100-1<ZOMBIE>", "2.2");
    asterisk.hangup("PJSIP/100-1<ZOMBIE>", "2.2", 26, "Answered elsewhere");

    await()
        .untilAsserted(
            () -> assertThat(told.of("hungUp a@x PJSIP/100-1 26 Answered elsewhere")).hasSize(1));
    assertThat(told.of("linked")).hasSize(3).last().isEqualTo("linked b@x PJSIP/200-2 1.1 1.1");
    assertThat(told.of("hungUp b@x")).isEmpty();
  }

  private void rename(String from, String to, String uniqueid) {
    asterisk.event("Rename", "Channel: " + from, "Newname: " + to, "Uniqueid: " + uniqueid);
  }

  @Test
  void goes_on_without_ami_and_tells_on_its_return_what_is_gone() throws IOException {
    AmiClient client = connected();
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    asterisk.newChannel("PJSIP/200-2", "1.2", "1.1", "b@x");
    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(2));
    long awayUs = nowUs.addAndGet(5_000_000);

    asterisk.stop();
    await().untilAsserted(() -> assertThat(told.of("away")).containsExactly("away " + awayUs));
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.UNKNOWN);
    assertThat(client.status().up()).isFalse();
    assertThat(client.status().sinceUs()).isEqualTo(awayUs);
    asterisk.channels.remove("PJSIP/100-1");
    long backUs = nowUs.addAndGet(7_000_000);
    asterisk.startAgain();

    await().untilAsserted(() -> assertThat(told.of("up")).hasSize(2));
    assertThat(told.of("hungUp"))
        .containsExactly("hungUp a@x PJSIP/100-1 null null null @" + backUs);
    assertThat(told.of("resynced")).last().isEqualTo("resynced [1.2]");
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.GONE);
    assertThat(client.presence("b@x")).isEqualTo(ChannelPresence.UP);
    assertThat(asterisk.count("GetVar")).isEqualTo(2);
    assertThat(log.lines()).hasSize(3);
    assertThat(log.lines().get(1))
        .startsWith("WARN")
        .contains("is away: the connection was closed");
    assertThat(log.lines().get(1)).contains("without AMI since 2026-11-22T");
    assertThat(log.lines().get(2)).startsWith("INFO").contains("is back after 7 s: 1 SIP channels");
  }

  @Test
  void takes_a_used_name_after_a_restart_for_another_call() throws IOException {
    connected();
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    await().untilAsserted(() -> assertThat(told.of("linked")).hasSize(1));

    asterisk.stop();
    asterisk.channels.put(
        "PJSIP/100-1", new FakeAsterisk.Chan("PJSIP/100-1", "9.1", "9.1", "new@x"));
    asterisk.startAgain();

    await().untilAsserted(() -> assertThat(told.of("linked new@x PJSIP/100-1 9.1")).hasSize(1));
    assertThat(told.of("hungUp a@x PJSIP/100-1 null")).hasSize(1);
  }

  @Test
  void asks_again_on_a_new_connection_for_what_the_old_one_did_not_tell() {
    asterisk.ignoredAction = "GetVar";
    AmiClient client = connected();
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    await().untilAsserted(() -> assertThat(client.status().getvarsFailed()).isEqualTo(1));

    asterisk.ignoredAction = "";
    asterisk.dropConnections();

    await().untilAsserted(() -> assertThat(told.of("linked a@x")).hasSize(1));
    assertThat(asterisk.count("GetVar")).isEqualTo(2);
  }

  @Test
  void says_once_that_the_secret_is_wrong_and_keeps_trying_slowly() {
    AmiClient client = client("wrong");
    client.start();

    await().untilAsserted(() -> assertThat(asterisk.count("Login")).isGreaterThan(1));
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith(
            "WARN AMI of pbx1 (127.0.0.1:" + asterisk.port() + ") refuses user sessionwatch")
        .contains("Authentication failed", "[pbx.ami]", "manager.conf")
        .doesNotContain("wrong\"", "secret wrong");
    assertThat(told.lines).containsExactly("away " + nowUs);
    assertThat(client.status().problem()).isEqualTo("Authentication failed");
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.UNKNOWN);
  }

  @Test
  void waits_for_an_asterisk_that_is_not_there_yet() throws IOException {
    asterisk.stop();
    AmiClient client = client(FakeAsterisk.SECRET);
    client.start();
    await().untilAsserted(() -> assertThat(told.of("away")).hasSize(1));
    assertThat(log.lines()).singleElement().asString().contains("is away: Connection refused");

    asterisk.startAgain();

    await().untilAsserted(() -> assertThat(told.of("up")).hasSize(1));
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void gives_up_a_connection_that_stalls_and_makes_a_new_one() {
    AmiClient client = connected();

    asterisk.answers = false;
    await().untilAsserted(() -> assertThat(told.of("away")).hasSize(1));
    assertThat(log.lines()).last().asString().contains("it does not answer within 1500 ms");
    asterisk.answers = true;

    await().untilAsserted(() -> assertThat(client.status().up()).isTrue());
    assertThat(client.status().logins()).isGreaterThan(1);
  }

  @Test
  void does_not_wait_for_a_list_that_has_no_end() {
    asterisk.ignoredAction = "CoreShowChannels";
    AmiClient client = client(FakeAsterisk.SECRET);
    client.start();

    await().untilAsserted(() -> assertThat(log.lines()).isNotEmpty());

    assertThat(log.lines().get(0)).contains("did not list its channels within 2500 ms");
  }

  @Test
  void says_which_right_is_missing_for_the_list() {
    asterisk.deniedAction = "CoreShowChannels";
    AmiClient client = client(FakeAsterisk.SECRET);
    client.start();

    await().untilAsserted(() -> assertThat(log.lines()).isNotEmpty());

    assertThat(log.lines().get(0)).contains("Permission denied", "\"reporting\"");
  }

  @Test
  void says_that_a_port_without_greeting_may_not_be_ami() {
    asterisk.greets = false;
    AmiClient client = client(FakeAsterisk.SECRET);
    client.start();

    await().untilAsserted(() -> assertThat(log.lines()).isNotEmpty());

    assertThat(log.lines().get(0)).contains("no AMI greeting within 1500 ms");
  }

  @Test
  void logs_off_when_it_is_closed_and_tells_nothing_more() {
    AmiClient client = connected();
    int before = told.lines.size();

    client.close();
    client.close();
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");

    assertThat(asterisk.count("Logoff")).isEqualTo(1);
    assertThat(told.lines).hasSize(before);
  }

  @Test
  void closes_within_a_second_though_asterisk_stalls() {
    AmiClient client = connected();
    asterisk.answers = false;

    assertTimeout(Duration.ofSeconds(1), client::close);
  }

  @Test
  void closes_within_a_second_though_no_greeting_comes() {
    asterisk.greets = false;
    AmiClient client = client(FakeAsterisk.SECRET);
    client.start();
    await().until(() -> asterisk.connections() == 1);

    assertTimeout(Duration.ofSeconds(1), client::close);

    assertThat(client.status().logins()).isZero();
  }

  private AmiClient connected() {
    AmiClient client = client(FakeAsterisk.SECRET);
    client.start();
    await().untilAsserted(() -> assertThat(client.status().up()).isTrue());
    await().untilAsserted(() -> assertThat(told.of("resynced")).isNotEmpty());
    return client;
  }

  private AmiClient client(String secret) {
    AmiSettings settings =
        new AmiSettings("127.0.0.1", asterisk.port(), FakeAsterisk.USER, new Secret(secret));
    AmiClient client = new AmiClient("pbx1", settings, told, nowUs::get, QUICK);
    opened = client;
    return client;
  }

  @Test
  void lists_all_channels_again_and_again_and_makes_good_what_it_missed() {
    AmiTimes often =
        new AmiTimes(
            QUICK.connect(),
            QUICK.answer(),
            QUICK.channelList(),
            QUICK.ping(),
            Duration.ofMillis(200),
            QUICK.firstRetry(),
            QUICK.longestRetry(),
            QUICK.refusedRetry());
    AmiSettings settings =
        new AmiSettings(
            "127.0.0.1", asterisk.port(), FakeAsterisk.USER, new Secret(FakeAsterisk.SECRET));
    AmiClient client = new AmiClient("asterisk1", settings, told, nowUs::get, often);
    opened = client;
    asterisk.newChannel("PJSIP/100-1", "1.1", "1.1", "a@x");
    client.start();
    await().until(() -> client.presence("a@x") == ChannelPresence.UP);

    // A channel that ended, and one that came, without an event.
    asterisk.channels.remove("PJSIP/100-1");
    asterisk.channels.put("PJSIP/200-2", new FakeAsterisk.Chan("PJSIP/200-2", "1.3", "1.3", "b@x"));

    await().until(() -> client.presence("b@x") == ChannelPresence.UP);
    assertThat(client.presence("a@x")).isEqualTo(ChannelPresence.GONE);
    assertThat(told.of("hungUp"))
        .containsExactly("hungUp a@x PJSIP/100-1 null null null @" + nowUs);
    assertThat(told.of("up")).hasSize(1);
    assertThat(client.status().logins()).isEqualTo(1);
    assertThat(asterisk.count("CoreShowChannels")).isGreaterThan(1);
  }
}
