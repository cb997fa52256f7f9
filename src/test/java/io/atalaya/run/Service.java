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

/**
 * The packaged service in a process of its own, with standard settings only, but for a JVM that
 * starts faster. It ends with this JVM.
 */
public final class Service implements AutoCloseable {

  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** What a request came to; status 0 when nobody listens. */
  public record Answer(int statusCode, String body) {
    private static final Answer NONE = new Answer(0, "");
  }

  private final Process process;
  private final Path directory;
  private final Path log;
  private final int port;
  private final int managementPort;
  private final Map<String, String> environment;
  private volatile boolean paused;

  private Service(
      Process process,
      Path directory,
      Path log,
      int port,
      int managementPort,
      Map<String, String> environment) {
    this.process = process;
    this.directory = directory;
    this.log = log;
    this.port = port;
    this.managementPort = managementPort;
    this.environment = environment;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts the service; {@code environment} comes on top of the two ports. */
  public static Service start(Path directory, Map<String, String> environment) {
    return start(directory, FreePort.find(), FreePort.find(), environment);
  }

  private static Service start(
      Path directory, int port, int managementPort, Map<String, String> environment) {
    try {
      Files.createDirectories(directory);
      Path log = Files.createTempFile(directory, "service", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              // It lives for seconds: what the optimising compiler costs does not come back.
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-jar",
              JAR.toString());
      builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
      builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      return new Service(builder.start(), directory, log, port, managementPort, environment);
    } catch (IOException e) {
      throw new UncheckedIOException("the service did not start", e);
    }
  }

  /** Starts it again at the same ports, as a supervisor on the same machine would. */
  public Service again() {
    return start(directory, port, managementPort, environment);
  }

  /** Waits for something to become true. */
  public static void await(String what, Duration atMost, BooleanSupplier condition)
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
  public Service ready() throws InterruptedException {
    await("ready\n" + output(), Duration.ofMinutes(2), () -> health().statusCode() == 200);
    return this;
  }

  /** The exit code, once the process has ended by itself. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new AssertionError("still running:\n" + output());
    }
    return process.exitValue();
  }

  public String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of the API. */
  public int port() {
    return port;
  }

  /** The port of metrics and health. */
  public int managementPort() {
    return managementPort;
  }

  public Answer health() {
    return get(managementPort, "/q/health/ready");
  }

  public String metrics() {
    return get(managementPort, "/q/metrics").body();
  }

  public Answer api(String path) {
    return get(port, path);
  }

  public Answer post(String topic, String token, String body) {
    return send("POST", "/v1/events/" + topic, token, "application/json", body);
  }

  /** A request to the API that shows the token. */
  public Answer send(String method, String path, String token, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", contentType)
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Ends it without a chance to tidy up, as a lost node would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Whether the process was neither ended nor {@linkplain #pause stopped}. */
  public boolean isRunning() {
    return process.isAlive() && !paused;
  }

  /** Asks it to end in an orderly way, and waits until it has. */
  public void terminate() throws InterruptedException {
    process.destroy();
    var unused = exitCode();
  }

  /** Stops it in the middle of whatever it does, until {@link #resume}. */
  public void pause() {
    paused = true;
    signal("STOP");
  }

  /** Lets it go on where it was stopped. */
  public void resume() {
    signal("CONT");
    paused = false;
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
