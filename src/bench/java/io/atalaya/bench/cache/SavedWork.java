package io.atalaya.bench.cache;

import com.sun.management.OperatingSystemMXBean;
import io.atalaya.bench.Report;
import io.atalaya.cache.InputDigest;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.PredictionCache;
import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.demand.Forecast;
import io.atalaya.demo.terminal.Screen;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The processor's time that the cache saves on the demonstration's model, which answers in this
 * process: the hours of the bike file are asked for, the rank of each drawn. The two ways take
 * turns, and the first turn is not counted.
 */
final class SavedWork {

  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private SavedWork() {}

  static void run(int requests, double skew, int rounds, Screen screen) {
    List<DemandHour> hours = DemandHistory.load().hours();
    long direct = 0;
    long cached = 0;
    int[] asked = new int[1];
    try (DemandModel model = DemandModel.load()) {
      for (int round = 0; round <= rounds; round++) {
        screen.progress(round / (rounds + 1.0), "saved work");
        long first =
            cpu(
                requests,
                new Zipf(hours.size(), skew, round),
                hours,
                hour -> model.forecast(hour.inputs()));
        PredictionCache cache =
            Caches.inMemory(
                Caches.bytes(hours.size() / 10),
                Caches.AN_HOUR,
                InstantSource.system(),
                Runnable::run);
        asked[0] = 0;
        long second =
            cpu(
                requests,
                new Zipf(hours.size(), skew, round),
                hours,
                hour ->
                    cache
                        .get(
                            Caches.MODEL,
                            hash(hour),
                            () -> {
                              asked[0]++;
                              return CompletableFuture.completedStage(load(model, hour));
                            })
                        .toCompletableFuture()
                        .join());
        if (round > 0) {
          direct += first;
          cached += second;
        }
      }
    }
    screen.endProgress();
    Report report = new Report("way", "µs of a processor a request", "ratio");
    double all = 1e3 * requests * rounds;
    report.row("the model each time", "%.2f".formatted(direct / all), "1.00");
    report.row(
        "the cache first",
        "%.2f".formatted(cached / all),
        "%.2f".formatted((double) cached / direct));
    screen.line(report.toString());
    screen.line(
        "\n%,d hours, skew %s, memory for a tenth; the model was asked for %.1f %% of the last turn"
            .formatted(hours.size(), skew, 100.0 * asked[0] / requests));
  }

  private static long cpu(
      int requests, Zipf zipf, List<DemandHour> hours, Consumer<DemandHour> ask) {
    long start = MACHINE.getProcessCpuTime();
    for (int i = 0; i < requests; i++) {
      ask.accept(hours.get(zipf.next()));
    }
    return MACHINE.getProcessCpuTime() - start;
  }

  private static InputHash hash(DemandHour hour) {
    InputDigest digest = new InputDigest().list(DemandHour.INPUTS.size());
    for (double input : hour.inputs()) {
      digest.number(input);
    }
    return digest.hash();
  }

  private static Loaded load(DemandModel model, DemandHour hour) {
    Forecast forecast = model.forecast(hour.inputs());
    return new Loaded(
        Double.toString(forecast.demand()).getBytes(StandardCharsets.UTF_8),
        forecast.confidence(),
        "1",
        null);
  }
}
