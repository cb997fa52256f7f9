package io.atalaya.run;

import io.atalaya.embedded.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The packaged service in a process of its own, with standard settings only. */
final class Service implements AutoCloseable {

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** What a request came to; status 0 when nobody listens. */
  record Answer(int statusCode, String body) {
    private static final Answer NONE = new Answer(0, "");
  }

  private final Process process;
  private final Path log;
  private final int port;
  private final int managementPort;

  private Service(Process process, Path log, int port, int managementPort) {
    this.process = process;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Starts the service; {@code environment} comes on top of the two ports. */
  static Service start(Path directory, Map<String, String> environment) {
    try {
      Files.createDirectories(directory);
      Path log = Files.createTempFile(directory, "service", ".log");
      int port = FreePort.find();
      int managementPort = FreePort.find();
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-jar",
              JAR.toString());
      builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
      builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new Service(builder.start(), log, port, managementPort);
    } catch (IOException e) {
      throw new UncheckedIOException("the service did not start", e);
    }
  }

  /** Waits for something to become true. */
  static void await(String what, Duration atMost, BooleanSupplier condition)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(atMost);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not within " + atMost.toSeconds() + " s: " + what);
      }
      Thread.sleep(100);
    }
  }

  /** Waits until the service says that it is ready. */
  Service ready() throws InterruptedException {
    await("ready\n" + output(), Duration.ofSeconds(60), () -> health().statusCode() == 200);
    return this;
  }

  /** The exit code, once the process has ended by itself. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still running:\n" + output());
    }
    return process.exitValue();
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer health() {
    return get(managementPort, "/q/health/ready");
  }

  String metrics() {
    return get(managementPort, "/q/metrics").body();
  }

  Answer api(String path) {
    return get(port, path);
  }

  Answer post(String topic, String token, String body) {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/events/" + topic))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Ends it without a chance to tidy up, as a lost node would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static Answer get(int port, String path) {
    return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)));
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(
              request.timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException refused) {
      return Answer.NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.NONE;
    }
  }
}
