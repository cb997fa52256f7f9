package io.atalaya.bench;

import io.atalaya.adapter.kafka.Topics;
import io.atalaya.bench.process.Broker;
import io.atalaya.bench.process.Measurement;
import io.atalaya.bench.process.Service;
import io.atalaya.bench.workload.Monitoring;
import io.atalaya.bench.workload.Publisher.OutcomeRouting;
import io.atalaya.demo.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What it costs when the outcomes come from another client than the predictions, whose default
 * partitioner puts them elsewhere: eleven in twelve are forwarded before they meet.
 *
 * <p>Two brokers hold the same events; the service reads one log and the other in turns, as {@link
 * PipelineBenchmark} has it, and the best run of each counts. Each run ends when the gauges show
 * every pair.
 */
final class MisroutedBenchmark {

  private final Screen screen;
  private final Environment environment;
  private final PipelineBenchmark pipeline;

  private MisroutedBenchmark(Options options, Screen screen, Environment environment) {
    this.screen = screen;
    this.environment = environment;
    pipeline = new PipelineBenchmark(options, screen, environment.directory(), environment.jar());
  }

  static void run(Options options, Screen screen, Environment environment)
      throws IOException, InterruptedException {
    new MisroutedBenchmark(options, screen, environment).run();
  }

  /** A log, and the best reading of it so far. */
  private final class Log implements AutoCloseable {
    private final Broker broker;
    private final Service.Launch launch;
    private @Nullable Measurement best;
    private long forwarded;

    Log(OutcomeRouting routing) throws IOException, InterruptedException {
      Path directory = environment.directory().resolve(routing.name());
      Path configuration = Monitoring.write(directory);
      broker = Broker.start(directory);
      pipeline.publish(broker, routing);
      launch = environment.launch(directory, broker, configuration, pipeline.serviceOptions());
    }

    Measurement read() throws InterruptedException {
      Measurement now = pipeline.service(launch);
      forwarded = broker.records(Topics.REKEYED);
      broker.forgetService();
      best = best == null ? now : best.orFaster(now);
      return best;
    }

    void row(Report report, String name, Measurement reading) {
      report.row(
          name,
          "%,.0f".formatted(reading.rate()),
          "%.2f".formatted(reading.cpuNanosPerEvent() / 1000),
          "%,.0f".formatted(reading.allocatedBytesPerEvent()),
          "%,d".formatted(forwarded));
    }

    @Override
    public void close() {
      broker.close();
    }
  }

  private void run() throws IOException, InterruptedException {
    try (Log home = new Log(OutcomeRouting.MURMUR2);
        Log away = new Log(OutcomeRouting.CRC32)) {
      for (long round = 1; round < pipeline.rounds; round++) {
        home.read();
        away.read();
      }
      report(home, away);
    }
  }

  private void report(Log home, Log away) throws InterruptedException {
    Measurement routed = home.read();
    Measurement misrouted = away.read();
    Report report =
        new Report(
            "outcomes", "events/s", "CPU/event, µs", "allocated/event, B", "records forwarded");
    home.row(report, "where their predictions are", routed);
    away.row(report, "where librdkafka puts them", misrouted);
    screen.line("");
    screen.line(report.toString());
    screen.line(
        """

        misrouted / routed: %.2f of the rate, %.2f of the CPU; %.2f µs of CPU more for an outcome
        %,d events, best of %d runs each; forwarded: records of %s, statements of progress and markers of transactions included"""
            .formatted(
                misrouted.rate() / routed.rate(),
                misrouted.cpuNanosPerEvent() / routed.cpuNanosPerEvent(),
                2 * (misrouted.cpuNanosPerEvent() - routed.cpuNanosPerEvent()) / 1000,
                misrouted.events(),
                pipeline.rounds,
                Topics.REKEYED));
  }
}
