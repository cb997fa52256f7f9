package io.atalaya.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.tool.PrometheusServer;
import io.atalaya.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A real Prometheus with all rules, asked as Grafana asks it. */
final class Prometheus implements AutoCloseable {

  private static final Duration STEP = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final PrometheusServer server;
  private final Instant start = Instant.now();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private Prometheus(PrometheusServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param history samples of former weeks, in the OpenMetrics format
   * @param service the port of Atalaya's metrics
   * @param exporters the port of everybody else's
   */
  static Prometheus start(Path directory, String history, int service, int exporters)
      throws IOException {
    Path data = directory.resolve("prometheus-data");
    Path former = Files.writeString(directory.resolve("history.txt"), history);
    Tool.orSkip("promtool")
        .run("tsdb", "create-blocks-from", "openmetrics", former.toString(), data.toString())
        .orFail();
    return new Prometheus(
        PrometheusServer.start(
            directory,
            data,
            PrometheusServer.allRules(),
            service,
            """
              - job_name: exporters
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(exporters)));
  }

  /**
   * Whether the query has a number at any time since the start; one that is not a number is none.
   *
   * @throws AssertionError when Prometheus does not take it
   */
  boolean hasData(String query) {
    for (JsonNode series : between("query_range", query, Map.of("step", STEP.toSeconds() + ""))) {
      for (JsonNode value : series.path("values")) {
        if (!value.path(1).asText().equals("NaN")) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * What a variable of Grafana offers.
   *
   * @param series which series; empty for all
   */
  List<String> labelValues(String series, String label) {
    List<String> values = new ArrayList<>();
    Map<String, String> selected = series.isEmpty() ? Map.of() : Map.of("match[]", series);
    ask("label/" + label + "/values", selected).forEach(value -> values.add(value.asText()));
    return values;
  }

  private JsonNode between(String path, String query, Map<String, String> further) {
    Map<String, String> parameters = new TreeMap<>(further);
    parameters.put("query", query);
    parameters.put("start", start.toString());
    parameters.put("end", Instant.now().toString());
    return ask(path, parameters).path("result");
  }

  private JsonNode ask(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(server.address().resolve("/api/v1/" + path + "?" + query))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new AssertionError(parameters + ": " + answer.body());
      }
      return json.readTree(answer.body()).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(server.log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
