package io.atalaya.bench;

import io.atalaya.bench.process.Broker;
import io.atalaya.bench.process.Service;
import io.atalaya.bench.workload.Monitoring;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * From the launch of the service to the first 200 of {@code /q/health/ready}: as fast-jar, and as
 * aot-jar with the cache that {@link AotTraining} made. They take turns; each start finds a broker
 * with all topics and no events. The first start of each is not counted.
 */
final class StartBenchmark {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(10);

  /** One way to start the service, and what it took. */
  private record Variant(
      String name, Service.Launch launch, List<Double> ready, List<Double> cpu) {}

  private StartBenchmark() {}

  static void run(Options options, Screen screen, Environment environment)
      throws IOException, InterruptedException {
    long rounds = options.whole("rounds", 5, 1);
    Path aotJar = Path.of(options.text("aot-jar", "target/aot/quarkus-run.jar")).toAbsolutePath();
    options.end();
    Path cache = aotJar.resolveSibling(Service.AOT_CACHE);
    if (!Files.exists(cache)) {
      throw new BenchmarkException(cache + " is missing: ./mvnw -Paot makes it");
    }
    Path directory = environment.directory();
    Path configuration = Monitoring.write(directory);
    try (Broker broker = Broker.start(directory)) {
      List<Variant> variants =
          List.of(
              variant("fast-jar", environment.jar(), List.of(), broker, environment, configuration),
              variant(
                  "aot-jar, trained cache",
                  aotJar,
                  // A cache that does not fit ends the start instead of being passed over.
                  List.of("-XX:AOTMode=on"),
                  broker,
                  environment,
                  configuration));
      for (int round = 0; round <= rounds; round++) {
        for (Variant variant : variants) {
          screen.progress(round / (rounds + 1.0), variant.name);
          start(variant, round > 0);
          broker.forgetService();
        }
      }
      report(screen, variants);
    }
  }

  private static Variant variant(
      String name,
      Path jar,
      List<String> javaOptions,
      Broker broker,
      Environment environment,
      Path configuration) {
    return new Variant(
        name,
        new Service.Launch(
            jar,
            environment.directory(),
            broker.servers(),
            environment.redis(),
            configuration,
            javaOptions),
        new ArrayList<>(),
        new ArrayList<>());
  }

  private static void start(Variant variant, boolean counted) throws InterruptedException {
    try (Service service = variant.launch.start()) {
      service.awaitReady(LIMIT, LOOK);
      double seconds = (System.nanoTime() - service.launchNanos()) / 1e9;
      double cpuSeconds = service.cpuSeconds();
      if (counted) {
        variant.ready.add(seconds);
        variant.cpu.add(cpuSeconds);
      }
    }
  }

  private static void report(Screen screen, List<Variant> variants) {
    Report report =
        new Report("launch to ready", "best, s", "median, s", "CPU, median, s", "of fast-jar");
    double baseline = median(variants.getFirst().ready);
    for (Variant variant : variants) {
      report.row(
          variant.name,
          "%.2f".formatted(variant.ready.stream().sorted().findFirst().orElse(Double.NaN)),
          "%.2f".formatted(median(variant.ready)),
          "%.2f".formatted(median(variant.cpu)),
          "%.2f".formatted(median(variant.ready) / baseline));
    }
    screen.line(report.toString());
    screen.line("\n%d starts each, in turns".formatted(variants.getFirst().ready.size()));
  }

  private static double median(List<Double> values) {
    List<Double> ascending = values.stream().sorted().toList();
    return ascending.get(ascending.size() / 2);
  }
}
