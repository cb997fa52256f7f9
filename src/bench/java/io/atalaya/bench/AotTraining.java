package io.atalaya.bench;

import io.atalaya.bench.process.Broker;
import io.atalaya.bench.process.Service;
import io.atalaya.bench.workload.Deliveries;
import io.atalaya.bench.workload.Monitoring;
import io.atalaya.bench.workload.Publisher;
import io.atalaya.bench.workload.Workload;
import io.atalaya.demo.terminal.Exposition;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes the ahead-of-time cache of a service packaged as {@code aot-jar}: lets it do a little of
 * its daily work once, and keeps the classes as they were then loaded and linked, and the profiles
 * of its hot methods (JEP 483, 514, 515). The cache is {@link Service#AOT_CACHE} beside the jar; it
 * is of use to the very JDK that made it, and to no other.
 */
final class AotTraining {

  private static final Duration READY_LIMIT = Duration.ofMinutes(3);
  private static final Duration WORK_LIMIT = Duration.ofMinutes(5);

  /** How long the JVM may take to write the cache. */
  private static final Duration END_LIMIT = Duration.ofMinutes(5);

  private AotTraining() {}

  static void run(Options options, Screen screen, Environment environment)
      throws IOException, InterruptedException {
    long pairs = options.whole("events", 2_000_000, 2) / 2;
    options.end();
    Path directory = environment.directory();
    Path cache = environment.jar().resolveSibling(Service.AOT_CACHE);
    Files.deleteIfExists(cache);
    Path configuration = Monitoring.write(directory);
    try (Broker broker = Broker.start(directory);
        Publisher publisher = new Publisher(broker.servers(), 20)) {
      Service service =
          environment
              .launch(
                  directory,
                  broker,
                  configuration,
                  List.of("-XX:AOTCacheOutput=" + cache, Service.IMAGE_COLLECTOR))
              .start();
      try {
        service.awaitReady(READY_LIMIT, Duration.ofMillis(100));
        publisher.publish(
            Workload.PREDICTIONS,
            pairs,
            done -> screen.progress(done / (double) pairs, "the service works"));
        awaitPairs(service, pairs);
        screen.progress(1, "the JVM writes its cache");
        service.end(END_LIMIT);
      } finally {
        service.close();
      }
    }
    if (!Files.exists(cache)) {
      throw new BenchmarkException(
          "no cache was written; %s says why".formatted(directory.resolve("service.log")));
    }
    screen.line("%s: %,d MB".formatted(cache, Files.size(cache) >> 20));
  }

  private static void awaitPairs(Service service, long pairs) throws InterruptedException {
    Map<String, String> labels = Map.of("model", Deliveries.MODEL, "window", Monitoring.WINDOW);
    long start = System.nanoTime();
    double scored = 0;
    while (scored < pairs) {
      if (System.nanoTime() - start > WORK_LIMIT.toNanos()) {
        throw new BenchmarkException("the service shows %.0f of %d pairs".formatted(scored, pairs));
      }
      Thread.sleep(Duration.ofMillis(500));
      scored =
          service
              .scrape()
              .map((Exposition scrape) -> scrape.value("atalaya_scored_predictions", labels))
              .orElseThrow(() -> new BenchmarkException("the service answers no scrape"))
              .orElse(0);
    }
  }
}
