package io.atalaya.alerts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The other sides of Alertmanager's notifications: Slack, PagerDuty, JIRA, Teams and webhooks, each
 * at a path of its own. They answer as those do, and keep what they were sent.
 */
final class Receivers implements AutoCloseable {

  /**
   * A request.
   *
   * @param path with a leading slash
   * @param authorization the header, empty without one
   * @param body as it came
   */
  record Delivery(String path, String authorization, String body) {}

  /** What is answered to whoever creates something; all others are content with any 200. */
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/slack", "{\"ok\": true, \"channel\": \"C1\", \"ts\": \"1\"}",
          "/pagerduty", "{\"status\": \"success\", \"dedup_key\": \"k\"}",
          "/jira/search", "{\"issues\": [], \"total\": 0}",
          "/jira/issue", "{\"id\": \"1\", \"key\": \"MLOPS-1\"}");

  private final HttpServer server;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

  Receivers() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.start();
  }

  /** The address of a receiver. */
  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Whether a receiver was sent something that holds all of {@code texts}. */
  boolean got(String path, String... texts) {
    return deliveries.stream()
        .filter(delivery -> delivery.path().equals(path))
        .anyMatch(delivery -> List.of(texts).stream().allMatch(delivery.body()::contains));
  }

  List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      deliveries.add(
          new Delivery(
              path,
              authorization == null ? "" : authorization,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      byte[] answer = ANSWERS.getOrDefault(path, "{}").getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          switch (path) {
            case "/jira/issue" -> 201;
            case "/pagerduty" -> 202;
            default -> 200;
          },
          answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
