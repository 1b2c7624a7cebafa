package org.sessionwatch.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Hears {@code LISTEN sessionwatch_alert} and notes when. A thread of its own does it until {@link
 * #close()}.
 */
final class AlertListener implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MS = 500;

  private final Connection connection;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::listen, "alert-listener");
  private volatile boolean ending;

  /** An alert, and when its notification arrived. */
  record Heard(Instant at, JsonNode alert) {
    private boolean is(String callId, String kind) {
      return alert.get("call_id").asText().equals(callId)
          && alert.get("kind").asText().equals(kind);
    }
  }

  /** Listens on a connection of its own, which it closes. */
  AlertListener(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN sessionwatch_alert");
    }
    thread.start();
  }

  private void listen() {
    try {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      while (!ending) {
        PGNotification[] came = postgres.getNotifications(PATIENCE_MS);
        Instant at = Instant.now();
        for (PGNotification notification : came) {
          heard.add(new Heard(at, JSON.readTree(notification.getParameter())));
        }
      }
    } catch (SQLException | JsonProcessingException e) {
      throw new IllegalStateException("LISTEN sessionwatch_alert ended", e);
    }
  }

  /** The notification by which an alert was raised. */
  Optional<Heard> raised(String callId, String kind) {
    return heard.stream()
        .filter(one -> one.is(callId, kind) && one.alert().get("cleared_at").isNull())
        .findFirst();
  }

  /** The notification by which an alert was cleared. */
  Optional<Heard> cleared(String callId, String kind) {
    return heard.stream()
        .filter(one -> one.is(callId, kind) && !one.alert().get("cleared_at").isNull())
        .findFirst();
  }

  /** How many notifications came. */
  int count() {
    return heard.size();
  }

  @Override
  public void close() throws SQLException {
    ending = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
