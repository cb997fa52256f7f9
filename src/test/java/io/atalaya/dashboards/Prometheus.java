package io.atalaya.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atalaya.embedded.FreePort;
import io.atalaya.tool.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
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

/** A real Prometheus with the rules of {@code k8s/monitoring}, asked as Grafana asks it. */
final class Prometheus implements AutoCloseable {

  private static final Path RULES = Path.of("k8s", "monitoring", "rules");
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final Process process;
  private final Path log;
  private final URI api;
  private final Instant start = Instant.now();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private Prometheus(Process process, Path log, URI api) {
    this.process = process;
    this.log = log;
    this.api = api;
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
    int port = FreePort.find();
    Path log = directory.resolve("prometheus.log");
    Process process =
        Tool.orSkip("prometheus")
            .serve(
                directory,
                log,
                "--config.file=" + configuration(directory, service, exporters),
                "--storage.tsdb.path=" + data,
                "--storage.tsdb.retention.time=35d",
                "--web.listen-address=127.0.0.1:" + port);
    return new Prometheus(process, log, URI.create("http://127.0.0.1:" + port + "/api/v1/"));
  }

  /** What differs from what is applied: how long one waits for a scrape, a rule, an alert. */
  private static Path configuration(Path directory, int service, int exporters) throws IOException {
    Path copies = Files.createDirectories(directory.resolve("rules"));
    try (var files = Files.list(RULES)) {
      for (Path file : files.toList()) {
        Files.writeString(
            copies.resolve(file.getFileName()),
            Files.readString(file).replaceAll("\\bfor: \\d+m", "for: 1s"));
      }
    }
    return Files.writeString(
        directory.resolve("prometheus.yaml"),
        """
        global: {scrape_interval: 1s, evaluation_interval: 2s}
        rule_files: ["%s/*.yaml"]
        scrape_configs:
          - job_name: atalaya
            metrics_path: /q/metrics
            static_configs: [{targets: ["127.0.0.1:%d"]}]
          - job_name: exporters
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(copies, service, exporters));
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

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
              HttpRequest.newBuilder(api.resolve(path + "?" + query)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new AssertionError(parameters + ": " + answer.body());
      }
      return json.readTree(answer.body()).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
  }
}
