package org.sessionwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.alert.WebhookSink.Counts;
import org.sessionwatch.config.Secret;
import org.sessionwatch.config.WebhookSettings;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Severity;
import org.sessionwatch.testing.LogEar;

class WebhookSinkTest {
  private static final String TOKEN = "a-token-nobody-may-see";
  private static final Duration GIVE_UP = Duration.ofMinutes(10);
  private static final WebhookSink.Limits QUICK =
      new WebhookSink.Limits(3, Duration.ofMillis(5), Duration.ofMillis(20));

  private final AtomicLong nowUs = new AtomicLong(1_000_000);
  private final LogEar log = new LogEar(WebhookSink.class.getName());
  private HttpEar server = open(0);
  private @Nullable WebhookSink opened;

  @BeforeEach
  void noLinesYet() {
    assertThat(log.lines()).isEmpty();
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close(Duration.ZERO);
    }
    server.close();
    // A post that the close interrupted is still told of, which the next test must not hear.
    await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(this::isOfSink));
    log.close();
  }

  private boolean isOfSink(Thread thread) {
    return thread.getName().equals("webhook");
  }

  @Test
  void posts_the_alert_as_json_with_token_and_key() throws IOException {
    WebhookSink sink = sink(server.url(), new Secret(TOKEN), Duration.ofSeconds(5));

    sink.raised(Samples.view(1));

    await().untilAsserted(() -> assertThat(sink.counts()).isEqualTo(new Counts(1, 0, 0)));
    HttpEar.Heard heard = server.heard.get(0);
    assertThat(heard.method()).isEqualTo("POST");
    assertThat(heard.contentType()).isEqualTo("application/json");
    assertThat(heard.authorization()).isEqualTo("Bearer " + TOKEN);
    assertThat(heard.key()).isEqualTo(Samples.alert(1).alertId().toString());
    JsonNode json = new ObjectMapper().readTree(heard.body());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(
            new AlertView(Samples.dialog(), Samples.alert(1)).fields().keySet());
    assertThat(json.get("raised_at").textValue()).isEqualTo("2026-11-22T06:19:51.250000Z");
    assertThat(json.get("confirmed").isBoolean()).isTrue();
    assertThat(json.get("cleared_at").isNull()).isTrue();
    assertThat(json.get("linkedid").textValue()).isEqualTo("1763792340.6");
  }

  @Test
  void sends_no_authorization_without_a_token() {
    WebhookSink sink = sink(server.url(), null, Duration.ofSeconds(5));

    sink.raised(Samples.view(1));

    await().untilAsserted(() -> assertThat(server.heard).hasSize(1));
    assertThat(server.heard.get(0).authorization()).isEmpty();
  }

  @Test
  void tells_raised_and_cleared_apart_by_the_key() {
    WebhookSink sink = sink(server.url(), null, Duration.ofSeconds(5));

    sink.raised(Samples.view(1));
    sink.cleared(
        new AlertView(
            Samples.dialog(), Samples.alert(1, Severity.WARNING, true, Samples.REFRESHED)));

    String id = Samples.alert(1).alertId().toString();
    await().untilAsserted(() -> assertThat(server.keys()).containsExactly(id, id + "-cleared"));
  }

  @Test
  void posts_nothing_when_an_alert_is_only_confirmed() {
    WebhookSink sink = sink(server.url(), null, Duration.ofSeconds(5));

    sink.raised(Samples.view(1));
    sink.confirmed(Samples.view(1));
    sink.raised(Samples.view(2));

    String first = Samples.alert(1).alertId().toString();
    String second = Samples.alert(2).alertId().toString();
    await().untilAsserted(() -> assertThat(server.keys()).containsExactly(first, second));
  }

  @Test
  void posts_an_alert_about_a_whole_pbx_without_a_call() throws IOException {
    WebhookSink sink = sink(server.url(), null, Duration.ofSeconds(5));

    sink.raised(Samples.ofPbx(null));

    await().untilAsserted(() -> assertThat(sink.counts()).isEqualTo(new Counts(1, 0, 0)));
    JsonNode json = new ObjectMapper().readTree(server.heard.get(0).body());
    assertThat(json.get("pbx").textValue()).isEqualTo("pbx1");
    assertThat(json.get("kind").textValue()).isEqualTo("FEED_GAP");
    assertThat(json.get("dialog_id").isNull()).isTrue();
    assertThat(json.get("call_id").isNull()).isTrue();
  }

  @Test
  void tries_again_in_order_until_the_server_takes_it() {
    server.answer(500, 429, 408, 503);
    WebhookSink sink = sink(server.url(), new Secret(TOKEN), Duration.ofSeconds(5));

    sink.raised(Samples.view(1));
    sink.raised(Samples.view(2));

    await().untilAsserted(() -> assertThat(sink.counts()).isEqualTo(new Counts(2, 0, 0)));
    String first = Samples.alert(1).alertId().toString();
    String second = Samples.alert(2).alertId().toString();
    assertThat(server.keys()).containsExactly(first, first, first, first, first, second);
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0)).contains("takes no alerts: HTTP 500", "/alerts");
    assertThat(log.lines().get(1)).contains("takes alerts again");
  }

  @Test
  void does_not_try_again_what_was_refused() {
    server.answer(401, 302);
    WebhookSink sink = sink(server.url(), new Secret(TOKEN), Duration.ofSeconds(5));

    sink.raised(Samples.view(1));
    sink.raised(Samples.view(2));
    sink.raised(Samples.view(3));

    await().untilAsserted(() -> assertThat(sink.counts()).isEqualTo(new Counts(1, 2, 0)));
    assertThat(server.heard).hasSize(3);
    assertThat(log.lines()).hasSize(2);
    assertThat(log.lines().get(0)).contains("HTTP 401", "not tried again");
  }

  @Test
  void gives_up_when_the_time_for_it_is_over() {
    server.answerAllWith(500);
    WebhookSink sink = sink(server.url(), null, Duration.ofSeconds(5));

    sink.raised(Samples.view(1));
    await().untilAsserted(() -> assertThat(server.heard).hasSizeGreaterThan(2));
    assertThat(sink.counts()).isEqualTo(new Counts(0, 0, 0));
    nowUs.addAndGet(GIVE_UP.toMillis() * 1_000);

    await().untilAsserted(() -> assertThat(sink.counts()).isEqualTo(new Counts(0, 1, 0)));
    assertThat(log.lines()).last().asString().contains("given up", Samples.alert(1).alertId() + "");
  }

  @Test
  void waits_for_a_server_that_is_not_there_yet() throws IOException {
    URI url = server.url();
    server.close();
    WebhookSink sink = sink(url, null, Duration.ofSeconds(5));

    sink.raised(Samples.view(1));
    await().untilAsserted(() -> assertThat(log.lines()).hasSize(1));
    assertThat(log.lines().get(0)).contains("cannot be connected to");
    server = new HttpEar(url.getPort());

    await().untilAsserted(() -> assertThat(sink.counts()).isEqualTo(new Counts(1, 0, 0)));
  }

  @Test
  void takes_silence_for_a_failure() {
    server.stall();
    WebhookSink sink = sink(server.url(), null, Duration.ofMillis(50));

    sink.raised(Samples.view(1));

    await().untilAsserted(() -> assertThat(server.heard).hasSizeGreaterThan(1));
    assertThat(log.lines().get(0)).contains("no answer within 50 ms");
  }

  @Test
  void drops_and_counts_what_is_too_much() {
    server.stall();
    WebhookSink sink = sink(server.url(), null, Duration.ofSeconds(20));

    sink.raised(Samples.view(0));
    await().untilAsserted(() -> assertThat(server.heard).hasSize(1));
    for (int n = 1; n <= 5; n++) {
      sink.raised(Samples.view(n));
    }

    assertThat(sink.counts()).isEqualTo(new Counts(0, 0, 2));
    assertThat(log.lines()).singleElement().asString().contains("3 alerts wait");
  }

  @Test
  void flushes_at_the_end() {
    server.answer(500);
    WebhookSink sink = sink(server.url(), null, Duration.ofSeconds(5));
    for (int n = 1; n <= 3; n++) {
      sink.raised(Samples.view(n));
    }

    sink.close(Duration.ofSeconds(5));

    Counts counts = sink.counts();
    assertThat(counts.delivered() + counts.failed()).isEqualTo(3);
    assertThat(counts.delivered()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void ends_in_time_though_the_server_is_silent() {
    server.stall();
    WebhookSink sink = sink(server.url(), null, Duration.ofSeconds(20));
    for (int n = 1; n <= 3; n++) {
      sink.raised(Samples.view(n));
    }
    await().untilAsserted(() -> assertThat(server.heard).hasSize(1));

    assertTimeout(Duration.ofSeconds(1), () -> sink.close(Duration.ofMillis(200)));

    await().untilAsserted(() -> assertThat(sink.counts()).isEqualTo(new Counts(0, 0, 3)));
  }

  @Test
  void never_logs_the_token_nor_the_query() {
    server.answer(500, 401);
    WebhookSink sink = sink(server.url(), new Secret(TOKEN), Duration.ofSeconds(5));

    sink.raised(Samples.view(1));

    await().untilAsserted(() -> assertThat(sink.counts().failed()).isEqualTo(1));
    assertThat(log.lines()).hasSize(2).noneMatch(line -> line.contains(TOKEN));
    assertThat(log.lines()).noneMatch(line -> line.contains("hidden"));
  }

  private WebhookSink sink(URI url, @Nullable Secret token, Duration timeout) {
    WebhookSink sink =
        new WebhookSink(new WebhookSettings(url, token, timeout, GIVE_UP), nowUs::get, QUICK);
    opened = sink;
    return sink;
  }

  private static HttpEar open(int port) {
    try {
      return new HttpEar(port);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
