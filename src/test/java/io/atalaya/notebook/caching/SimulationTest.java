package io.atalaya.notebook.caching;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.prefetch.PrefetchSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final int QUESTIONS = 1_000;
  private static final int REQUESTS = 200_000;
  private static final int PER_SECOND = 100;
  private static final double SKEW = 0.9;

  /**
   * An LRU cache of 100 places under 200,000 requests for 1,000 keys of skew 0.9, by NumPy 2.4.6:
   * {@code default_rng(seed).choice(n, requests, p=p)} into an OrderedDict; of seeds 1 to 5 the
   * mean, all within 0.0008 of it.
   */
  private static final double LRU_BY_NUMPY = 0.4752;

  private static final Traffic ZIPF = zipf(REQUESTS, Duration.ofDays(1), 100);

  @Test
  void lruHitsAsOftenAsNumpySays() {
    Simulation.Outcome outcome = run(ZIPF, Plain.lru(100));
    assertEquals(LRU_BY_NUMPY, outcome.hitRatio(), 0.003);
    assertEquals(outcome.waits(), outcome.calls());
  }

  /**
   * Without evictions, a miss is followed by as many hits as requests come within the lifetime: of
   * a key with a share p of the requests, N·p of N. So its hit ratio is N·p / (1 + N·p).
   */
  @Test
  void timeToLiveHitsAsOftenAsTheFormulaSays() {
    Duration time = Duration.ofSeconds(20);
    long within = time.toSeconds() * PER_SECOND - 1;
    double[] shares =
        IntStream.rangeClosed(1, QUESTIONS).mapToDouble(rank -> Math.pow(rank, -SKEW)).toArray();
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    double expected = 0;
    for (double share : shares) {
      double p = share / sum;
      expected += p * within * p / (1 + within * p);
    }
    assertEquals(expected, run(ZIPF, Plain.timeToLive(QUESTIONS, time)).hitRatio(), 0.004);
    // The same of Atalaya's cache when all answers live as long, with room for all.
    Traffic roomy = zipf(REQUESTS, Duration.ofDays(1), QUESTIONS);
    Atalaya.Settings settings = settings(new Lifetime(time, time, 0, 0), false, 0);
    assertEquals(expected, run(roomy, new Atalaya(settings, roomy)).hitRatio(), 0.004);
  }

  @Test
  void withoutACacheEachRequestWaitsAndNoneIsStale() {
    Traffic traffic = zipf(1_000, Duration.ofSeconds(1), 100);
    Simulation.Outcome outcome = run(traffic, Plain.none());
    assertEquals(1_000, outcome.waits());
    assertEquals(1_000, outcome.calls());
    assertEquals(0, outcome.stale());
    assertEquals(0, outcome.savedCalls());
  }

  @Test
  void whatIsNeverInvalidatedGetsStale() {
    // 9 deployments while 1,000 s pass: two keys, of which LRU keeps the first version for ever.
    Traffic traffic = two(Duration.ofSeconds(100));
    Simulation.Outcome outcome = run(traffic, Plain.lru(2));
    assertEquals(2, outcome.calls());
    assertEquals(0.9, outcome.staleRatio(), 1e-3);
  }

  @Test
  void anInvalidationEndsStalenessWhenItArrives() {
    Traffic traffic = two(Duration.ofSeconds(100));
    Lifetime lifetime = new Lifetime(Duration.ofDays(1), Duration.ofDays(1), 0, 0);
    Simulation.Outcome outcome =
        new Simulation(traffic, Duration.ofSeconds(2))
            .run(new Atalaya(settings(lifetime, true, 0), traffic));
    // Two questions, one request a second: two stale answers after each of 9 deployments.
    assertEquals(2 * 9, outcome.stale());
    assertEquals(2 * 10, outcome.calls());
  }

  @Test
  void aSurerAnswerIsAskedForLessOften() {
    Lifetime adaptive = new Lifetime(Duration.ofSeconds(10), Duration.ofSeconds(100), 0, 0);
    Questions unsure = new Questions(List.of(new InputHash(0, 1)), List.of(0.0));
    Questions sure = new Questions(List.of(new InputHash(0, 1)), List.of(1.0));
    assertEquals(100, calls(unsure, adaptive));
    assertEquals(10, calls(sure, adaptive));
  }

  @Test
  void askingAheadSparesCallersTheWait() {
    Traffic traffic = zipf(50_000, Duration.ofMinutes(2), 200);
    Lifetime lifetime = new Lifetime(Duration.ofSeconds(30), Duration.ofSeconds(30), 0, 0);
    Simulation.Outcome plain = run(traffic, new Atalaya(settings(lifetime, true, 0), traffic));
    Simulation.Outcome ahead = run(traffic, new Atalaya(settings(lifetime, true, 50), traffic));
    assertTrue(ahead.waits() < plain.waits(), ahead.waits() + " after " + plain.waits());
    assertTrue(ahead.calls() >= plain.calls(), ahead.calls() + " after " + plain.calls());
  }

  @Test
  void theSameTrafficGivesTheSameFigures() {
    Traffic traffic = zipf(20_000, Duration.ofSeconds(50), 100);
    for (Map.Entry<String, Strategy> strategy : CachingNotebook.strategies(traffic).entrySet()) {
      Simulation.Outcome first = run(traffic, strategy.getValue());
      Strategy another = requireNonNull(CachingNotebook.strategies(traffic).get(strategy.getKey()));
      Simulation.Outcome again = run(traffic, another);
      // Caffeine lets some newcomers in by chance.
      assertEquals(first.hitRatio(), again.hitRatio(), 0.005, strategy.getKey());
      assertEquals(first.staleRatio(), again.staleRatio(), 0.005, strategy.getKey());
      assertEquals(
          first.requests(), first.parts().stream().mapToInt(Simulation.Part::requests).sum());
    }
  }

  @Test
  void costsAreOfCallsWaitsAndStaleAnswers() {
    var outcome = new Simulation.Outcome(1_000, 100, 10, 200, List.of());
    assertEquals(1e3 * (200 * 2 + 100 * 3 + 10 * 5), new Prices(2, 3, 5).ofAMillion(outcome), 1e-6);
  }

  @Test
  void quantilesAreOfHitsFirstAndThenOfCalls() {
    CallTimes times = new CallTimes(new long[] {100, 200, 300, 400}, 10);
    var outcome = new Simulation.Outcome(100, 20, 0, 20, List.of());
    assertEquals(10, times.quantileNanos(outcome, 0.8));
    assertEquals(110, times.quantileNanos(outcome, 0.85));
    assertEquals(410, times.quantileNanos(outcome, 1));
    assertEquals(10 + 250 * 0.2, times.meanNanos(outcome), 1e-9);
  }

  private static int calls(Questions questions, Lifetime lifetime) {
    List<Traffic.Request> requests = new ArrayList<>();
    for (int second = 0; second < 1_000; second++) {
      requests.add(new Traffic.Request(second * 1_000L, "a", 0));
    }
    Traffic traffic =
        new Traffic("t", "t", "t", questions, requests, List.of(), 10, Duration.ofSeconds(1));
    return run(traffic, new Atalaya(settings(lifetime, false, 0), traffic)).calls();
  }

  /** Two questions in turn, one a second. */
  private static Traffic two(Duration deployedEvery) {
    Questions questions =
        new Questions(List.of(new InputHash(0, 1), new InputHash(0, 2)), List.of(0.5, 0.5));
    List<Traffic.Request> requests = new ArrayList<>();
    List<Long> deployments = new ArrayList<>();
    for (int second = 0; second < 1_000; second++) {
      requests.add(new Traffic.Request(second * 1_000L, "a", second % 2));
      if (second > 0 && second % deployedEvery.toSeconds() == 0) {
        deployments.add(second * 1_000L);
      }
    }
    return new Traffic(
        "two", "t", "t", questions, requests, deployments, 10, Duration.ofSeconds(1));
  }

  private static Traffic zipf(int requests, Duration deployedEvery, int places) {
    List<InputHash> inputs = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      inputs.add(new InputHash(i * 0x9E3779B97F4A7C15L, i));
    }
    return Traffic.zipf(
        new Questions(inputs, Collections.nCopies(QUESTIONS, 0.5)),
        SKEW,
        requests,
        PER_SECOND,
        deployedEvery,
        places);
  }

  private static Atalaya.Settings settings(Lifetime lifetime, boolean listens, int hottest) {
    return new Atalaya.Settings(lifetime, listens, new PrefetchSettings(hottest, 0.2, 20, false));
  }

  private static Simulation.Outcome run(Traffic traffic, Strategy strategy) {
    return new Simulation(traffic, Duration.ofSeconds(1)).run(strategy);
  }
}
