package io.atalaya.adapter.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * A real HTTP server of the JDK that answers what it is told to. What nobody told it is 404. Safe
 * for use by several threads.
 */
public final class ScriptedServer implements AutoCloseable {

  /** A request as it came. */
  public record Asked(String line, String authorization, String body) {}

  private record Scripted(int status, String body, Duration delay, String location) {}

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Scripted> script = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  private ScriptedServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one at a port of this machine; 0 for a free one. */
  public static ScriptedServer start(int port) {
    try {
      return new ScriptedServer(HttpServer.create(at(port), 0), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one at a free port that speaks HTTPS. */
  static ScriptedServer start(SSLContext context) {
    try {
      HttpsServer server = HttpsServer.create(at(0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new ScriptedServer(server, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Where it is. */
  public URI address() {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
  }

  /** From now on {@code line}, a method and a path, is answered with this. */
  public ScriptedServer answer(String line, int status, String body) {
    return answer(line, status, body, Duration.ZERO);
  }

  /** The same, after some time. */
  public ScriptedServer answer(String line, int status, String body, Duration delay) {
    script.put(line, new Scripted(status, body, delay, ""));
    return this;
  }

  ScriptedServer redirect(String line, String location) {
    script.put(line, new Scripted(302, "", Duration.ZERO, location));
    return this;
  }

  /** What was asked so far. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    asked.add(
        new Asked(
            line,
            authorization == null ? "" : authorization,
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Scripted scripted =
        script.getOrDefault(line, new Scripted(404, "not found", Duration.ZERO, ""));
    try (exchange) {
      Thread.sleep(scripted.delay());
      if (!scripted.location().isEmpty()) {
        exchange.getResponseHeaders().add("Location", scripted.location());
      }
      byte[] body = scripted.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(scripted.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops listening at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
