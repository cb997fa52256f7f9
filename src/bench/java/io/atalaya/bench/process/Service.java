package io.atalaya.bench.process;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.atalaya.bench.BenchmarkException;
import io.atalaya.demo.terminal.Exposition;
import io.atalaya.embedded.FreePort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/**
 * The packaged service in a process of its own, started as an operator starts it. Confined to one
 * thread.
 */
public final class Service implements AutoCloseable {

  /**
   * The ahead-of-time cache beside a jar that was packaged for one; it is used when it is there.
   */
  public static final String AOT_CACHE = "app.aot";

  /** The collector of the image that the cache is made for: src/main/docker/Dockerfile.jvm. */
  public static final String IMAGE_COLLECTOR = "-XX:+UseParallelGC";

  private static final Duration INITIALIZED = Duration.ofSeconds(1);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final Jvm process;
  private final URI management;
  private final long launchNanos;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private @Nullable JMXConnector connector;

  private Service(Jvm process, URI management, long launchNanos) {
    this.process = process;
    this.management = management;
    this.launchNanos = launchNanos;
  }

  /**
   * How a service is started.
   *
   * @param jar the packaged service
   * @param directory where its log is put
   * @param servers the brokers
   * @param redis the address of Redis
   * @param configuration its {@code model-monitoring.yaml}
   * @param javaOptions options of its JVM
   */
  public record Launch(
      Path jar,
      Path directory,
      String servers,
      String redis,
      Path configuration,
      List<String> javaOptions) {

    public Launch {
      javaOptions = List.copyOf(javaOptions);
    }

    /** Starts the service and returns at once. */
    public Service start() {
      if (!Files.isReadable(jar)) {
        throw new BenchmarkException(jar + " is missing: ./mvnw package -DskipTests makes it");
      }
      int port = FreePort.find();
      Map<String, String> environment = new HashMap<>();
      environment.put("KAFKA_BOOTSTRAP_SERVERS", servers);
      environment.put("QUARKUS_REDIS_HOSTS", redis);
      environment.put("SMALLRYE_CONFIG_LOCATIONS", configuration.toString());
      environment.put("QUARKUS_HTTP_PORT", Integer.toString(FreePort.find()));
      environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port));
      // As a container that is restarted in its pod.
      environment.put("ATALAYA_INSTANCE", "bench");
      List<String> arguments = new ArrayList<>(javaOptions);
      Path cache = jar.resolveSibling(AOT_CACHE);
      if (Files.exists(cache)) {
        arguments.addAll(List.of("-XX:AOTCache=" + cache, IMAGE_COLLECTOR));
      }
      arguments.addAll(List.of("-jar", jar.toString()));
      long now = System.nanoTime();
      Jvm process = Jvm.start("service", directory.resolve("service.log"), environment, arguments);
      return new Service(process, URI.create("http://localhost:" + port), now);
    }
  }

  /** When it was launched, on the clock of {@link System#nanoTime}. */
  public long launchNanos() {
    return launchNanos;
  }

  /** Whether it says that it is ready. */
  public boolean isReady() throws InterruptedException {
    return get("/q/health/ready").isPresent();
  }

  /** Waits until it is ready, asking every {@code every}. */
  public void awaitReady(Duration atMost, Duration every) throws InterruptedException {
    while (!isReady()) {
      process.requireAlive();
      if (System.nanoTime() - launchNanos > atMost.toNanos()) {
        throw process.failure("was not ready within " + atMost.toSeconds() + " s");
      }
      Thread.sleep(every);
    }
  }

  /** What it exports now; empty while it does not answer. */
  public Optional<Exposition> scrape() throws InterruptedException {
    process.requireAlive();
    return get("/q/metrics").map(Exposition::parse);
  }

  private Optional<String> get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(management.resolve(path)).timeout(ANSWER_LIMIT).build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What it has used since its launch; the first call waits until its JVM can be asked. */
  public Usage usage() throws InterruptedException {
    try {
      MBeanServerConnection beans = connection();
      return Usage.of(
          ManagementFactory.newPlatformMXBeanProxy(
              beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, OperatingSystemMXBean.class),
          ManagementFactory.newPlatformMXBeanProxy(
              beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class));
    } catch (IOException e) {
      throw new BenchmarkException("the service's JVM does not answer: " + e.getMessage(), e);
    }
  }

  /** What of its heap is in use after a collection, which this asks for. */
  public long liveHeapBytes() throws InterruptedException {
    try {
      MemoryMXBean memory =
          ManagementFactory.newPlatformMXBeanProxy(
              connection(), ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
      memory.gc();
      return memory.getHeapMemoryUsage().getUsed();
    } catch (IOException e) {
      throw new BenchmarkException("the service's JVM does not answer: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("BanJNDI") // The address is that of our own child process, on this machine.
  private MBeanServerConnection connection() throws IOException, InterruptedException {
    JMXConnector open = connector;
    if (open == null) {
      open = JMXConnectorFactory.connect(new JMXServiceURL(startAgent()));
      connector = open;
    }
    return open.getMBeanServerConnection();
  }

  private String startAgent() throws InterruptedException, IOException {
    // A JVM that is asked before it has initialized itself never answers.
    long age = System.nanoTime() - launchNanos;
    Thread.sleep(Duration.ofNanos(Math.max(0, INITIALIZED.toNanos() - age)));
    while (true) {
      try {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.handle().pid()));
        try {
          return machine.startLocalManagementAgent();
        } finally {
          machine.detach();
        }
      } catch (AttachNotSupportedException | IOException tooEarly) {
        process.requireAlive();
        if (System.nanoTime() - launchNanos > ANSWER_LIMIT.toNanos()) {
          throw new IOException("cannot be attached to", tooEarly);
        }
        Thread.sleep(20);
      }
    }
  }

  /** The processor time that it has used since its launch. */
  public double cpuSeconds() {
    return process.handle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** The most memory that it occupied so far; 0 where the operating system does not tell. */
  public long peakResidentBytes() {
    return ResidentMemory.peakBytes(process.handle().pid());
  }

  /** Ends it without a chance to tidy up, as a lost node would. */
  public void kill() throws InterruptedException {
    process.kill();
    http.close();
  }

  /** Asks it to end, and waits until it has, at most so long. */
  public void end(Duration atMost) throws InterruptedException {
    process.end(atMost);
  }

  /** Asks it to end. */
  @Override
  public void close() {
    try {
      if (connector != null) {
        connector.close();
      }
    } catch (IOException e) {
      // It has ended already.
    }
    process.close();
    http.close();
  }
}
