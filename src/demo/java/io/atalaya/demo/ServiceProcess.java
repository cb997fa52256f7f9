package io.atalaya.demo;

import io.atalaya.demo.terminal.CacheStats;
import io.atalaya.demo.terminal.Exposition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The pipeline in a process of its own, started as an operator starts it: by {@code java -jar} and
 * environment variables. Confined to one thread.
 */
final class ServiceProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final int LOG_LINES = 20;

  private final Process process;
  private final Path log;
  private final URI api;
  private final URI management;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private ServiceProcess(Process process, Path log, URI api, URI management) {
    this.process = process;
    this.log = log;
    this.api = api;
    this.management = management;
  }

  /**
   * Starts the service on the JDK of this process.
   *
   * @param jar the packaged service
   * @param workspace where its log and temporary files are put
   * @param httpPort the port of the API
   * @param managementPort the port of metrics and health
   * @param environment what else it is configured by
   * @throws DemonstrationException when the service is not packaged
   */
  static ServiceProcess start(
      Path jar,
      Workspace workspace,
      int httpPort,
      int managementPort,
      Map<String, String> environment)
      throws IOException {
    if (!Files.isReadable(jar)) {
      throw new DemonstrationException(
          jar + " is missing: package the service first, with ./mvnw package -DskipTests");
    }
    Path log = workspace.serviceLog();
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + workspace.temporary(),
                "-jar",
                jar.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(httpPort));
    builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    return new ServiceProcess(
        builder.start(),
        log,
        URI.create("http://localhost:" + httpPort),
        URI.create("http://localhost:" + managementPort));
  }

  /**
   * Waits until the service says that it is ready.
   *
   * @throws DemonstrationException when it ends instead, or is not ready in time
   */
  void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (get(management.resolve("/q/health/ready")).isEmpty()) {
      requireAlive();
      if (System.nanoTime() > deadline) {
        throw failure("was not ready within " + START_LIMIT.toSeconds() + " s");
      }
      Thread.sleep(100);
    }
  }

  /** Throws a {@link DemonstrationException} with the end of its log when the service has ended. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw failure("ended with exit code " + process.exitValue());
    }
  }

  /** What it exports now; empty when it does not answer. */
  Optional<Exposition> scrape() throws InterruptedException {
    return get(management.resolve("/q/metrics")).map(Exposition::parse);
  }

  /** What its cache did for a model until now; empty when it does not answer. */
  Optional<CacheStats> cacheStats(String model) throws InterruptedException {
    return get(api.resolve("/v1/cache/" + model + "/stats")).map(CacheStats::parse);
  }

  /** Where its API is, without a path. */
  URI api() {
    return api;
  }

  private Optional<String> get(URI from) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(from).timeout(Duration.ofSeconds(2)).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private DemonstrationException failure(String what) {
    return new DemonstrationException(
        "The pipeline %s. The end of %s:%n%n%s%n%nMend what it names and start again."
            .formatted(what, log, endOfLog()));
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()).stream()
              .map(line -> "  " + line)
              .toList());
    } catch (IOException e) {
      return "  (cannot be read: " + e.getMessage() + ")";
    }
  }

  /** Asks the service to end, and kills it when it does not, or when this thread is interrupted. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
