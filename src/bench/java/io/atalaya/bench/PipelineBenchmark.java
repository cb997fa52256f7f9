package io.atalaya.bench;

import io.atalaya.bench.process.BareConsumer;
import io.atalaya.bench.process.Broker;
import io.atalaya.bench.process.Jvm;
import io.atalaya.bench.process.Measurement;
import io.atalaya.bench.process.MessageConsumer;
import io.atalaya.bench.process.Service;
import io.atalaya.bench.process.Usage;
import io.atalaya.bench.workload.Monitoring;
import io.atalaya.bench.workload.Publisher;
import io.atalaya.bench.workload.Publisher.OutcomeRouting;
import io.atalaya.bench.workload.Workload;
import io.atalaya.demo.terminal.Exposition;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How fast the packaged service reads a log from its start to the last gauge, beside what the Kafka
 * client allows at most, and beside the same counting one message at a time.
 *
 * <p>Broker and readers have a process each and share the machine's cores; the readers take turns,
 * and the best run of each counts. The log is warm in the operating system's cache. The service's
 * clock starts at the last look at it that saw no event read, and stops when the gauges show every
 * event. That each was counted once is checked by figure and by topic.
 */
final class PipelineBenchmark {

  private static final Duration SERVICE_LIMIT = Duration.ofMinutes(15);
  private static final Duration CLOSE_LOOK = Duration.ofMillis(20);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** From here on the service is looked at closely again, so that its end is seen in time. */
  private static final double NEARLY_DONE = 0.97;

  private final Screen screen;
  private final Path directory;
  private final Workload workload;
  private final long steps;
  private final long events;
  final long rounds;
  private final long messageSeconds;
  private final Path jar;
  private final String heap;
  private final boolean recording;
  private double warmRate;

  PipelineBenchmark(Options options, Screen screen, Path directory, Path jar) {
    this.screen = screen;
    this.directory = directory;
    this.jar = jar;
    workload = Workload.of(options.text("workload", Workload.PREDICTIONS.toString()));
    steps = options.whole("events", 32_000_000, workload.stepSize()) / workload.stepSize();
    events = steps * workload.stepSize();
    rounds = options.whole("rounds", 2, 1);
    messageSeconds = options.whole("message-seconds", 15, 1);
    heap = options.text("heap", "4g");
    recording = Boolean.parseBoolean(options.text("recording", "false"));
    options.end();
  }

  static void run(Options options, Screen screen, Environment environment)
      throws IOException, InterruptedException {
    new PipelineBenchmark(options, screen, environment.directory(), environment.jar())
        .run(environment.redis());
  }

  private void run(String redis) throws IOException, InterruptedException {
    Path configuration = Monitoring.write(directory);
    try (Broker broker = Broker.start(directory)) {
      publish(broker, OutcomeRouting.MURMUR2);
      Service.Launch launch =
          new Service.Launch(
              jar, directory, broker.servers(), redis, configuration, serviceOptions());
      Measurement bare = bare(broker);
      @Nullable Measurement service = null;
      @Nullable Measurement messages = null;
      for (int round = 0; round < rounds; round++) {
        Measurement serviceRound = service(launch);
        broker.forgetService();
        service = service == null ? serviceRound : service.orFaster(serviceRound);
        bare = bare.orFaster(bare(broker));
        Measurement messageRound = messages(broker);
        messages = messages == null ? messageRound : messages.orFaster(messageRound);
        bare = bare.orFaster(bare(broker));
      }
      if (service != null && messages != null) {
        report(bare, service, messages);
      }
    }
  }

  List<String> serviceOptions() {
    Path file = directory.resolve("service.jfr");
    return recording
        ? List.of("-Xmx" + heap, "-XX:StartFlightRecording=settings=profile,filename=" + file)
        : List.of("-Xmx" + heap);
  }

  void publish(Broker broker, OutcomeRouting routing) {
    long start = System.nanoTime();
    try (Publisher publisher = new Publisher(broker.servers(), 20, routing)) {
      publisher.publish(
          workload, steps, done -> screen.progress(done / (double) steps, "publishing events"));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    screen.line(
        "published %,d events in %.1f s (%,.0f/s)".formatted(events, seconds, events / seconds));
  }

  private Measurement bare(Broker broker) throws InterruptedException {
    screen.progress(0, "bare consumer");
    try (Jvm reader =
        Jvm.ofClass(
            BareConsumer.class,
            directory.resolve("bare.log"),
            List.of("-Xmx" + heap),
            List.of(broker.servers()))) {
      return told("bare consumer", reader.measured());
    }
  }

  private Measurement messages(Broker broker) throws InterruptedException {
    screen.progress(0, "message by message, at most %d s".formatted(messageSeconds));
    try (Jvm reader =
        Jvm.ofClass(
            MessageConsumer.class,
            directory.resolve("messages.log"),
            List.of("-Xmx" + heap),
            List.of(broker.servers(), Long.toString(events), Long.toString(messageSeconds)))) {
      return told("message by message", reader.measured());
    }
  }

  /** Has a new service read everything; {@link BenchmarkException} when not all is shown. */
  Measurement service(Service.Launch launch) throws InterruptedException {
    try (Service service = launch.start()) {
      Usage usageAtStart = service.usage();
      long start = System.nanoTime();
      long lookedAt = start;
      while (eventsRead(service.scrape()) == 0) {
        start = lookedAt;
        usageAtStart = service.usage();
        screen.progress(0, "the service starts");
        Thread.sleep(CLOSE_LOOK);
        lookedAt = System.nanoTime();
      }
      long shown = 0;
      long shownAtHalf = 0;
      long half = start;
      while (shown < events) {
        Thread.sleep(shown > NEARLY_DONE * events ? CLOSE_LOOK : LOOK);
        Map<String, Long> byFigure = service.scrape().map(workload::shown).orElse(Map.of());
        shown = byFigure.values().stream().mapToLong(Long::longValue).sum();
        boolean tooLate = System.nanoTime() - start > SERVICE_LIMIT.toNanos();
        if (tooLate || byFigure.values().stream().anyMatch(count -> count > steps)) {
          throw new BenchmarkException(
              "the gauges show %s after %d s, of %d events each"
                  .formatted(byFigure, (System.nanoTime() - start) / 1_000_000_000, steps));
        }
        if (shownAtHalf == 0 && shown >= events / 2) {
          shownAtHalf = shown;
          half = System.nanoTime();
        }
        screen.progress(shown / (double) events, "the service reads");
      }
      long end = System.nanoTime();
      requireAccepted(service.scrape());
      warmRate = Math.max(warmRate, (shown - shownAtHalf) * 1e9 / (end - half));
      return told(
          "service",
          new Measurement(
              events,
              end - start,
              service.usage().since(usageAtStart),
              service.peakResidentBytes()));
    }
  }

  private static double eventsRead(Optional<Exposition> scrape) {
    return eventsRead(scrape, Map.of());
  }

  private static double eventsRead(Optional<Exposition> scrape, Map<String, String> labels) {
    return scrape.stream()
        .flatMap(exposition -> exposition.samples().stream())
        .filter(sample -> sample.name().equals("atalaya_events_total"))
        .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Exposition.Sample::value)
        .sum();
  }

  /** Throws when not every event was accepted, once. */
  private void requireAccepted(Optional<Exposition> scrape) {
    workload
        .eventsOfStep()
        .forEach(
            (topic, count) -> {
              double accepted = eventsRead(scrape, Map.of("topic", topic, "result", "accepted"));
              if (accepted != count * steps) {
                throw new BenchmarkException(
                    "%.0f events of %s were accepted of %d"
                        .formatted(accepted, topic, count * steps));
              }
            });
  }

  private Measurement told(String name, Measurement measured) {
    screen.line("%s: %,.0f events/s".formatted(name, measured.rate()));
    return measured;
  }

  private void report(Measurement bare, Measurement service, Measurement messages) {
    Report report =
        new Report(
            "reader", "events/s", "of bare", "CPU/event, µs", "allocated/event, B", "peak RSS, MB");
    row(report, "bare `KafkaConsumer`, records dropped", bare, bare);
    row(report, "**the service**, start to last gauge", service, bare);
    row(report, "same counting, message by message", messages, bare);
    screen.line("");
    screen.line(report.toString());
    screen.line(
        """

        service / message by message: %.2f
        service while it showed the second half: %,.0f events/s (%.2f of bare)
        the service, of each topic: %s
        %,d events, best of %d runs (bare: %d), heap %s%s"""
            .formatted(
                service.rate() / messages.rate(),
                warmRate,
                warmRate / bare.rate(),
                byTopic(service),
                events,
                rounds,
                2 * rounds + 1,
                heap,
                recording
                    ? "; the service was recorded: " + directory.resolve("service.jfr")
                    : ""));
  }

  private String byTopic(Measurement measured) {
    return workload.eventsOfStep().entrySet().stream()
        .map(
            topic ->
                "%,.0f/s of %s"
                    .formatted(
                        measured.rate() * topic.getValue() / workload.stepSize(), topic.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static void row(Report report, String name, Measurement measured, Measurement bare) {
    report.row(
        name,
        "%,.0f".formatted(measured.rate()),
        "%.2f".formatted(measured.rate() / bare.rate()),
        "%.2f".formatted(measured.cpuNanosPerEvent() / 1000),
        "%,.0f".formatted(measured.allocatedBytesPerEvent()),
        "%,d".formatted(measured.peakResidentBytes() >> 20));
  }
}
