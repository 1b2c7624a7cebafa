package org.sessionwatch.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A web server on loopback that keeps what it is sent and fails on demand. */
final class HttpEar implements AutoCloseable {
  /** A request as it came. */
  record Heard(String method, String body, String contentType, String key, String authorization) {}

  final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch stall = new CountDownLatch(1);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile int otherwise = 204;
  private volatile boolean stalling;

  HttpEar() throws IOException {
    this(0);
  }

  HttpEar(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts?key=hidden");
  }

  /** Answers the next requests with these, one each. */
  void answer(Integer... statuses) {
    answers.addAll(List.of(statuses));
  }

  /** Answers everything else with this. */
  void answerAllWith(int status) {
    otherwise = status;
  }

  /** Takes requests and never answers. */
  void stall() {
    stalling = true;
  }

  List<String> keys() {
    return heard.stream().map(Heard::key).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    heard.add(
        new Heard(
            exchange.getRequestMethod(),
            body,
            header(exchange, "Content-Type"),
            header(exchange, "Idempotency-Key"),
            header(exchange, "Authorization")));
    if (stalling) {
      awaitClose();
    }
    Integer status = answers.poll();
    exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
    exchange.sendResponseHeaders(status == null ? otherwise : status, -1);
    exchange.close();
  }

  private void awaitClose() {
    try {
      stall.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    stall.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
