package io.atalaya.notebook.caching;

import io.atalaya.cache.Lifetime;
import io.atalaya.cache.prefetch.PrefetchSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The settings that cost least, among those that were tried, and that still bound the harm when no
 * invalidation is heard.
 *
 * @param trials all that was tried, the cheapest first
 * @param mostStale the greatest share of stale answers without invalidations
 */
record Recommendation(List<Trial> trials, double mostStale) {

  private static final List<Duration> LONGEST =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(6),
          Duration.ofDays(1));

  private static final int[] HOTTEST = {0, 100};
  private static final int TENTH = 10;
  private static final double JITTER = 0.1;
  private static final double AHEAD = 0.2;
  private static final double PER_SECOND = 20;
  private static final long MEGABYTE = 1L << 20;

  Recommendation {
    trials = List.copyOf(trials);
  }

  /**
   * One setting.
   *
   * @param outcome with invalidations
   * @param deaf without
   * @param cost of a million requests, with invalidations
   */
  record Trial(
      Atalaya.Settings settings,
      Simulation.Outcome outcome,
      Simulation.Outcome deaf,
      double cost) {}

  /** Is told of each trial. */
  @FunctionalInterface
  interface Progress {
    void tried(int done, int of);
  }

  /** Tries lifetimes, with and without asking ahead. */
  static Recommendation search(
      Simulation simulation, Prices prices, double mostStale, Progress progress) {
    List<Trial> trials = new ArrayList<>();
    for (Duration longest : LONGEST) {
      for (int hottest : HOTTEST) {
        Atalaya.Settings settings = settings(longest, hottest);
        Simulation.Outcome outcome = simulation.run(new Atalaya(settings, simulation.traffic()));
        Simulation.Outcome deaf =
            simulation.run(new Atalaya(settings.deaf(), simulation.traffic()));
        trials.add(new Trial(settings, outcome, deaf, prices.ofAMillion(outcome)));
        progress.tried(trials.size(), LONGEST.size() * HOTTEST.length);
      }
    }
    trials.sort(Comparator.comparingDouble(Trial::cost));
    return new Recommendation(trials, mostStale);
  }

  /** Lifetimes from a tenth of the longest, by confidence. */
  static Atalaya.Settings settings(Duration longest, int hottest) {
    return new Atalaya.Settings(
        new Lifetime(longest.dividedBy(TENTH), longest, 0, JITTER),
        true,
        new PrefetchSettings(hottest, AHEAD, PER_SECOND, false));
  }

  /** The trial that is recommended: the cheapest that keeps the bound, or that comes nearest. */
  Trial best() {
    return trials.stream()
        .filter(this::keepsTheBound)
        .findFirst()
        .orElseGet(
            () ->
                trials.stream()
                    .min(Comparator.comparingDouble(trial -> trial.deaf().staleRatio()))
                    .orElseThrow());
  }

  boolean keepsTheBound(Trial trial) {
    return trial.deaf().staleRatio() <= mostStale;
  }

  /**
   * The settings as a file that Atalaya reads.
   *
   * @param model its name
   * @param places answers that fit into memory
   */
  String fragment(String model, int places) {
    Atalaya.Settings best = best().settings();
    return String.format(
        Locale.ROOT,
        """
        # Recommended by ./mvnw -Dnotebook=caching: begin from it, and watch what your own traffic does.
        atalaya:
          cache:
            memory: {size: %dMB}
          models:
            %s:
              cache:
                ttl: {min: %s, max: %s, jitter: %.0f%%}
                prefetch: {hottest: %d, ahead: %.0f%%, per-second: %.0f}
              invalidation:
                on: [lifecycle]
        """,
        Math.ceilDiv(Atalaya.bytes(places), MEGABYTE),
        model,
        text(best.lifetime().min()),
        text(best.lifetime().max()),
        100 * best.lifetime().jitter(),
        best.prefetch().hottest(),
        100 * best.prefetch().ahead(),
        best.prefetch().perSecond());
  }

  /** A duration as the configuration has it. */
  static String text(Duration duration) {
    if (duration.toSecondsPart() > 0) {
      return duration.toSeconds() + "s";
    }
    return duration.toMinutesPart() > 0 ? duration.toMinutes() + "m" : duration.toHours() + "h";
  }
}
