package io.atalaya.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Exposes what exporters expose that cannot run here, for want of a GPU or a cluster: vLLM, DCGM,
 * kube-state-metrics, cAdvisor. Counters grow with every scrape.
 */
final class ExportedMetrics implements AutoCloseable {

  private static final Path TEXT =
      Path.of("src/test/resources/io/atalaya/dashboards/exporters.prom");
  private static final Pattern COUNTER = Pattern.compile("(?m) \\+([0-9.]+)$");

  private final HttpServer server;

  ExportedMetrics() throws IOException {
    String text = Files.readString(TEXT);
    AtomicInteger scrapes = new AtomicInteger();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          int scrape = scrapes.incrementAndGet();
          byte[] body =
              COUNTER
                  .matcher(text)
                  .replaceAll(found -> " " + Double.parseDouble(found.group(1)) * scrape)
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
