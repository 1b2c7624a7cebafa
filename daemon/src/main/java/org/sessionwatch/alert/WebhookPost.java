package org.sessionwatch.alert;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import org.sessionwatch.config.Secret;
import org.sessionwatch.config.WebhookSettings;
import org.sessionwatch.session.AlertView;

/** One attempt to hand one alert to the webhook. Used by one thread. */
final class WebhookPost {
  private static final int LONGEST_REASON = 200;

  private final WebhookSettings settings;
  // Redirects are not followed: they would carry the token to a place nobody configured.
  private final HttpClient client;

  WebhookPost(WebhookSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * What became of an attempt.
   *
   * @param delivered the server took it
   * @param again whether another attempt can end otherwise
   * @param problem why it was not delivered, without any secret; empty when it was
   */
  record Outcome(boolean delivered, boolean again, String problem) {}

  /** Posts and waits for the answer, at most for the configured timeout. */
  Outcome post(AlertView alert, boolean cleared) throws InterruptedException {
    try {
      return judge(client.send(request(alert, cleared), BodyHandlers.discarding()).statusCode());
    } catch (HttpTimeoutException e) {
      return new Outcome(false, true, "no answer within " + settings.timeout().toMillis() + " ms");
    } catch (ConnectException e) {
      return new Outcome(false, true, "cannot be connected to");
    } catch (IOException e) {
      return new Outcome(
          false,
          true,
          "connection failed: " + OneLine.of(String.valueOf(e.getMessage()), LONGEST_REASON));
    }
  }

  private HttpRequest request(AlertView alert, boolean cleared) {
    String key = alert.alert().alertId() + (cleared ? "-cleared" : "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url())
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "sessionwatch")
            // A retry after an answer that was lost must not page anyone twice.
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofByteArray(AlertJson.of(alert)));
    Secret token = settings.bearerToken();
    if (token != null) {
      request.header("Authorization", "Bearer " + token.value());
    }
    return request.build();
  }

  /** RFC 9110 section 15: 408 and 429 ask for another attempt; other 3xx and 4xx never change. */
  private static Outcome judge(int status) {
    if (status >= 200 && status < 300) {
      return new Outcome(true, false, "");
    }
    boolean again = status >= 500 || status == 408 || status == 429;
    return new Outcome(false, again, "HTTP " + status);
  }

  /** Where it posts to, without user, query and fragment, which may be secrets. */
  String place() {
    URI url = settings.url();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port + url.getPath();
  }
}
