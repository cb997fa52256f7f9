package io.atalaya.notebook.caching;

import io.atalaya.bench.Options;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.prefetch.PrefetchSettings;
import io.atalaya.demo.demand.DemandHistory;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.demo.train.TrainDemandModel;
import io.atalaya.notebook.Notebook;
import io.atalaya.notebook.report.Report;
import io.atalaya.notebook.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What strategies of a prediction cache save: {@code --requests=200000} of the made traffic, {@code
 * --days=60} of the recorded one, of which {@code --one-in=1} rentals asks; {@code
 * --announced-after-ms=1000}; prices in millionths, {@code --call=200}, {@code --wait=100}, {@code
 * --stale=2000}; {@code --most-stale-per-mille=10}.
 */
public final class CachingNotebook implements Notebook {

  static final String MODEL = "bike-demand";

  /** The name of the file with the recommended settings. */
  public static final String FRAGMENT = "caching.yaml";

  private static final double SKEW = 0.9;
  private static final int PER_SECOND = 50;
  private static final int SHARE_OF_QUESTIONS = 10;
  private static final int PLACES = 1_000;
  private static final double MILLION = 1e6;
  private static final double MILLE = 1e3;

  @Override
  public Report run(Options options, Screen screen, Path directory) throws IOException {
    int requests = Math.toIntExact(options.whole("requests", 200_000, 1));
    long days = options.whole("days", 60, 1);
    int oneIn = Math.toIntExact(options.whole("one-in", 1, 1));
    Duration announced = Duration.ofMillis(options.whole("announced-after-ms", 1_000, 0));
    Prices prices =
        new Prices(
            options.whole("call", 200, 0) / MILLION,
            options.whole("wait", 100, 0) / MILLION,
            options.whole("stale", 2_000, 0) / MILLION);
    double mostStale = options.whole("most-stale-per-mille", 10, 0) / MILLE;
    options.end();
    List<DemandHour> hours =
        DemandHistory.load()
            .between(TrainDemandModel.DEPLOYED, TrainDemandModel.DEPLOYED.plusDays(days))
            .hours();
    try (DemandModel model = DemandModel.load()) {
      Questions all = Questions.of(DemandHistory.load().hours(), model).questions();
      Traffic zipf =
          Traffic.zipf(
              all,
              SKEW,
              requests,
              PER_SECOND,
              Duration.ofMinutes(15),
              Math.ceilDiv(all.size(), SHARE_OF_QUESTIONS));
      Traffic replay =
          Traffic.replay(Questions.of(hours, model), hours, oneIn, Duration.ofDays(7), PLACES);
      CallTimes times = CallTimes.measure(model, hours, replay, System::nanoTime);
      List<Section> sections = new ArrayList<>();
      for (Traffic traffic : List.of(zipf, replay)) {
        screen.line("\n" + traffic.title() + ": " + traffic.about());
        Map<String, Simulation.Outcome> outcomes =
            outcomes(new Simulation(traffic, announced), screen);
        sections.addAll(TrafficSections.of(traffic, outcomes, times, prices));
      }
      Recommendation recommended =
          Recommendation.search(
              new Simulation(replay, announced),
              prices,
              mostStale,
              (done, of) -> screen.progress((double) done / of, "trying settings"));
      screen.endProgress();
      String fragment = recommended.fragment(MODEL, PLACES);
      Files.writeString(directory.resolve(FRAGMENT), fragment);
      screen.line("\nRecommended, in " + directory.resolve(FRAGMENT) + ":\n" + fragment);
      sections.add(TrafficSections.recommended(recommended, fragment));
      return new Report(
          "Strategies of a prediction cache",
          "What a cache before a model saves, how often it gives answers of a model that is no"
              + " longer in service, and which settings cost least. All figures except times are"
              + " of a simulated clock: they are the same on every machine, but for the chance with"
              + " which Caffeine lets some newcomers in.",
          facts(times, prices, announced),
          sections);
    }
  }

  private static Map<String, Simulation.Outcome> outcomes(Simulation simulation, Screen screen) {
    Map<String, Simulation.Outcome> outcomes = new LinkedHashMap<>();
    Map<String, Strategy> strategies = strategies(simulation.traffic());
    int done = 0;
    for (Map.Entry<String, Strategy> strategy : strategies.entrySet()) {
      screen.progress((double) done++ / strategies.size(), strategy.getKey());
      Simulation.Outcome outcome = simulation.run(strategy.getValue());
      outcomes.put(strategy.getKey(), outcome);
      screen.line(
          String.format(
              Locale.ROOT,
              "  %-42s hits %5.1f %%, stale %6.2f %%, model calls saved %5.1f %%",
              strategy.getKey(),
              100 * outcome.hitRatio(),
              100 * outcome.staleRatio(),
              100 * outcome.savedCalls()));
    }
    screen.endProgress();
    return outcomes;
  }

  /** By name, in the order of what each adds. */
  static Map<String, Strategy> strategies(Traffic traffic) {
    Lifetime adaptive = new Lifetime(Duration.ofMinutes(2), Duration.ofMinutes(20), 0, 0.1);
    PrefetchSettings nothing = new PrefetchSettings(0, 0.2, 20, false);
    PrefetchSettings hottest = new PrefetchSettings(100, 0.2, 20, false);
    SequencedMap<String, Strategy> strategies = new LinkedHashMap<>();
    strategies.put("no cache", Plain.none());
    strategies.put("LRU", Plain.lru(traffic.places()));
    strategies.put("TTL of 10 min", Plain.timeToLive(traffic.places(), Duration.ofMinutes(10)));
    strategies.put(
        "adaptive TTL", new Atalaya(new Atalaya.Settings(adaptive, false, nothing), traffic));
    strategies.put(
        "adaptive TTL, invalidated",
        new Atalaya(new Atalaya.Settings(adaptive, true, nothing), traffic));
    strategies.put(
        "adaptive TTL, invalidated, prefetch",
        new Atalaya(new Atalaya.Settings(adaptive, true, hottest), traffic));
    return strategies;
  }

  private static SequencedMap<String, String> facts(
      CallTimes times, Prices prices, Duration announced) {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "a call of the model",
        String.format(
            Locale.ROOT,
            "%.1f µs, median of the real ONNX model in this process; a model server adds the way"
                + " there",
            times.modelMedianNanos() / MILLE));
    facts.put(
        "a look into the cache",
        String.format(Locale.ROOT, "%.2f µs, median", times.lookupNanos() / MILLE));
    facts.put(
        "prices",
        String.format(
            Locale.ROOT,
            "%.4f a call of the model, %.4f a caller who waits for it, %.4f a stale answer",
            prices.call(),
            prices.waiting(),
            prices.stale()));
    facts.put("an invalidation arrives", announced.toMillis() + " ms after the deployment");
    return facts;
  }
}
