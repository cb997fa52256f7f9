package io.atalaya.cache.prefetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.CountingMetrics;
import io.atalaya.cache.Floors;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.MapMemory;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.Target;
import io.atalaya.cache.prefetch.PrefetchMetrics.Reason;
import io.atalaya.cache.prefetch.PrefetchMetrics.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PrefetcherTest {

  private static final String MODEL = "m";
  private static final long T = 1_700_000_000_000L;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(T));
  private final List<Long> asked = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final PredictionCache cache = cache();

  @Test
  void aHotAnswerIsRenewedBeforeItExpiresAndAColdOneIsNot() {
    Prefetcher prefetcher = prefetcher(new PrefetchSettings(10, 0.2, 100, false));
    request(prefetcher, 1, 1, 1, 1, 1, 1, 1, 1, 2);
    runAt(prefetcher, 0, 79_999);
    assertEquals(List.of(1L, 2L), asked);

    runAt(prefetcher, 80_000);
    assertEquals(List.of(1L, 2L, 1L), asked);
    runAt(prefetcher, 80_100, 81_000);
    assertEquals(List.of(1L, 2L, 1L), asked, "it has all of its life again");
    request(prefetcher, 1);
    assertEquals(Map.of("RENEWED ASKED", 1, "RENEWED USED", 1), counts);
  }

  @Test
  void afterAnInvalidationTheHottestAreBroughtBackAtABoundedRate() {
    Prefetcher prefetcher = prefetcher(new PrefetchSettings(100, 0, 10, false));
    for (int i = 0; i < 50; i++) {
      request(prefetcher, i, i);
    }
    runAt(prefetcher, 0, 1_000);
    asked.clear();
    cache.invalidate(MODEL, Target.WHOLE_MODEL, 1, T);

    runAt(prefetcher, 1_100);
    assertEquals(10, asked.size(), "what was saved up, and no more than a second's");
    runAt(prefetcher, 1_600);
    assertEquals(15, asked.size());
    runAt(prefetcher, 5_000, 6_000, 7_000, 8_000);
    assertEquals(50, asked.size(), "each once");
  }

  @Test
  void whatOftenFollowsIsAskedForWhenWhatComesBeforeIsAskedFor() {
    Prefetcher prefetcher = prefetcher(new PrefetchSettings(0, 0, 100, true));
    for (int i = 0; i < 3; i++) {
      request(prefetcher, 1, 2);
    }
    cache.invalidate(MODEL, Target.WHOLE_MODEL, 1, T);
    runAt(prefetcher, 0, 1_000);
    counts.clear();
    asked.clear();

    request(prefetcher, 1);
    runAt(prefetcher, 1_100);
    assertEquals(List.of(1L, 2L), asked);
    request(prefetcher, 2);
    assertEquals(List.of(1L, 2L), asked);
    assertEquals(Map.of("FOLLOWED ASKED", 1, "FOLLOWED USED", 1), counts);
  }

  @Test
  void aModelThatDoesNotAnswerIsCountedAndAskedAgain() {
    Prefetcher prefetcher = prefetcher(new PrefetchSettings(10, 0, 100, false));
    for (int i = 0; i < 2; i++) {
      prefetcher.requested(
          MODEL,
          "a",
          input(1),
          false,
          () -> CompletableFuture.failedStage(new IllegalStateException()));
    }

    runAt(prefetcher, 0, 1_000, 1_100);
    assertEquals(Map.of("WARMED ASKED", 2, "WARMED FAILED", 2), counts);
  }

  @Test
  void ofAModelWithoutSettingsNothingIsAskedForAhead() {
    Prefetcher prefetcher = new Prefetcher(cache, Map.of(), this::count);
    request(prefetcher, 1, 1, 1);
    runAt(prefetcher, 0, 1_000, 200_000);

    assertEquals(List.of(1L), asked);
  }

  /** A caller asks the cache, and the prefetcher hears of it. */
  private void request(Prefetcher prefetcher, int... inputs) {
    for (int number : inputs) {
      boolean hit = cache.lifeLeft(MODEL, input(number)) > 0;
      var unused = cache.get(MODEL, input(number), () -> load(number));
      prefetcher.requested(MODEL, "a", input(number), hit, () -> load(number));
    }
  }

  private CompletableFuture<Loaded> load(long number) {
    asked.add(number);
    return CompletableFuture.completedFuture(new Loaded(new byte[1], 1, "v", null));
  }

  private void runAt(Prefetcher prefetcher, long... millis) {
    for (long each : millis) {
      now.set(Instant.ofEpochMilli(T + each));
      prefetcher.run(T + each);
    }
  }

  private Prefetcher prefetcher(PrefetchSettings settings) {
    return new Prefetcher(cache, Map.of(MODEL, settings), this::count);
  }

  private void count(String model, Reason reason, Result result) {
    counts.merge(reason + " " + result, 1, Integer::sum);
  }

  private static InputHash input(long number) {
    return new InputHash(0, number);
  }

  private PredictionCache cache() {
    return new PredictionCache(
        Map.of(
            MODEL,
            new CacheSettings(
                new Lifetime(Duration.ofSeconds(10), Duration.ofSeconds(100), 0, 0),
                Map.of(),
                100,
                Duration.ofSeconds(5))),
        new Floors(),
        new MapMemory(),
        new RemoteLevels(List.of()),
        LoadLock.NONE,
        new CacheTimes(now::get, System::nanoTime, () -> 0),
        new CountingMetrics(),
        "test");
  }
}
