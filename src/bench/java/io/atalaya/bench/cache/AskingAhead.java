package io.atalaya.bench.cache;

import io.atalaya.bench.Report;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.Target;
import io.atalaya.cache.prefetch.PrefetchMetrics.Result;
import io.atalaya.cache.prefetch.PrefetchSettings;
import io.atalaya.cache.prefetch.Prefetcher;
import io.atalaya.demo.terminal.Screen;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What asking ahead brings, on a clock that the requests drive: 1,000 of them a second for ten
 * minutes, answers that live a minute, the whole model invalidated after 200 and 400 s. A share of
 * the requests follows what the same caller asked for before.
 */
final class AskingAhead {

  private static final int A_SECOND = 1_000;
  private static final int SECONDS = 600;
  private static final int INVALIDATED_EVERY = 200;
  private static final int COLD_SECONDS = 5;
  private static final int RUN_EVERY = A_SECOND / 10;
  private static final int CALLERS = 50;

  private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  private final Map<Result, Integer> ahead = new EnumMap<>(Result.class);
  private final PredictionCache cache;
  private final Prefetcher prefetcher;
  private final Zipf zipf;
  private final double followers;
  private final int keys;
  private int hits;
  private int coldHits;
  private int cold;
  private int loads;

  private AskingAhead(int keys, double skew, double followers, PrefetchSettings settings) {
    this.keys = keys;
    this.followers = followers;
    zipf = new Zipf(keys, skew, 1);
    InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    cache =
        Caches.inMemory(
            Caches.bytes(keys / 5), Caches.lifetime(Duration.ofMinutes(1)), clock, Runnable::run);
    prefetcher =
        new Prefetcher(
            cache,
            Map.of(Caches.MODEL, settings),
            (model, reason, result) -> ahead.merge(result, 1, Integer::sum));
  }

  static void run(int keys, double skew, Screen screen) {
    Report report =
        new Report(
            "asked ahead",
            "follow, %",
            "hits, %",
            "hits in 5 s after, %",
            "asked, of requests, %",
            "ahead, of requests, %",
            "used, of ahead, %");
    row(report, "nothing", keys, skew, 0, new PrefetchSettings(0, 0.2, 20, false));
    row(report, "100 hottest, 20/s", keys, skew, 0, new PrefetchSettings(100, 0.2, 20, false));
    row(
        report,
        "1,000 hottest, 100/s",
        keys,
        skew,
        0,
        new PrefetchSettings(1_000, 0.2, 100, false));
    screen.progress(0.5, "ahead");
    row(report, "nothing", keys, skew, 0.5, new PrefetchSettings(0, 0.2, 20, false));
    row(report, "successors, 100/s", keys, skew, 0.5, new PrefetchSettings(0, 0.2, 100, true));
    row(report, "both, 200/s", keys, skew, 0.5, new PrefetchSettings(1_000, 0.2, 200, true));
    screen.endProgress();
    screen.line(report.toString());
    screen.line(
        "\n%,d keys, skew %s, %,d requests, memory for a fifth"
            .formatted(keys, skew, SECONDS * A_SECOND));
  }

  private static void row(
      Report report,
      String name,
      int keys,
      double skew,
      double followers,
      PrefetchSettings settings) {
    AskingAhead run = new AskingAhead(keys, skew, followers, settings);
    run.ask();
    double requests = SECONDS * A_SECOND;
    int asked = run.ahead.getOrDefault(Result.ASKED, 0);
    report.row(
        name,
        percent(followers),
        percent(run.hits / requests),
        percent((double) run.coldHits / run.cold),
        percent(run.loads / requests),
        percent(asked / requests),
        asked == 0 ? "" : percent((double) run.ahead.getOrDefault(Result.USED, 0) / asked));
  }

  private void ask() {
    SplittableRandom random = new SplittableRandom(2);
    int[] last = new int[CALLERS];
    for (int i = 0; i < SECONDS * A_SECOND; i++) {
      int second = i / A_SECOND;
      millis.incrementAndGet();
      if (i % (INVALIDATED_EVERY * A_SECOND) == 0 && i > 0) {
        cache.invalidate(Caches.MODEL, Target.WHOLE_MODEL, second, millis.get());
      }
      if (i % RUN_EVERY == 0) {
        prefetcher.run(millis.get());
      }
      int caller = random.nextInt(CALLERS);
      int rank = random.nextDouble() < followers ? follower(last[caller]) : zipf.next();
      last[caller] = rank;
      boolean hit = ask(Integer.toString(caller), Caches.input(rank));
      hits += hit ? 1 : 0;
      if (second >= INVALIDATED_EVERY && second % INVALIDATED_EVERY < COLD_SECONDS) {
        cold++;
        coldHits += hit ? 1 : 0;
      }
    }
  }

  private boolean ask(String caller, InputHash input) {
    boolean hit =
        !cache
            .find(Caches.MODEL, input, this::load)
            .toCompletableFuture()
            .join()
            .level()
            .equals(PredictionCache.MODEL);
    prefetcher.requested(Caches.MODEL, caller, input, hit, this::load);
    return hit;
  }

  private CompletionStage<Loaded> load() {
    loads++;
    return CompletableFuture.completedStage(Caches.LOADED);
  }

  /** What a caller who goes on asks for after this one. */
  private int follower(int rank) {
    return (int) ((rank * 7919L + 13) % keys);
  }

  private static String percent(double ratio) {
    return "%.1f".formatted(100 * ratio);
  }
}
