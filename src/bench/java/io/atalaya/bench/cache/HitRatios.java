package io.atalaya.bench.cache;

import io.atalaya.bench.Report;
import io.atalaya.cache.PredictionCache;
import io.atalaya.demo.terminal.Screen;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;

/**
 * The share of requests that a cache in memory answers, by skew and size: this one, one that drops
 * what was used longest ago, and the best that a cache with always the same answers could do. All
 * see the same requests; the first half is not counted.
 */
final class HitRatios {

  private static final int[] SHARES = {5, 10, 20};

  private HitRatios() {}

  static void run(int keys, int requests, double[] skews, Screen screen) {
    Report report =
        new Report("skew", "cache, % of keys", "hits, %", "LRU, %", "static optimum, %", "of it");
    int step = 0;
    for (double skew : skews) {
      for (int share : SHARES) {
        screen.progress((double) step++ / (skews.length * SHARES.length), "hits");
        int places = keys * share / 100;
        double ours = ratio(new Zipf(keys, skew, 1), requests, ours(places));
        double lru = ratio(new Zipf(keys, skew, 1), requests, lru(places));
        double best = new Zipf(keys, skew, 1).mass(places);
        report.row(
            Double.toString(skew),
            Integer.toString(share),
            percent(ours),
            percent(lru),
            percent(best),
            "%.3f".formatted(ours / best));
      }
    }
    screen.endProgress();
    screen.line(report.toString());
    screen.line("\n%,d keys, %,d requests after as many to warm up".formatted(keys, requests));
  }

  private static String percent(double ratio) {
    return "%.1f".formatted(100 * ratio);
  }

  private static double ratio(Zipf zipf, int requests, IntPredicate hit) {
    int hits = 0;
    for (int i = 0; i < 2 * requests; i++) {
      if (hit.test(zipf.next()) && i >= requests) {
        hits++;
      }
    }
    return (double) hits / requests;
  }

  private static IntPredicate ours(int places) {
    PredictionCache cache =
        Caches.inMemory(
            Caches.bytes(places), Caches.AN_HOUR, InstantSource.system(), Runnable::run);
    return rank ->
        !cache
            .find(
                Caches.MODEL,
                Caches.input(rank),
                () -> CompletableFuture.completedStage(Caches.LOADED))
            .toCompletableFuture()
            .join()
            .level()
            .equals(PredictionCache.MODEL);
  }

  private static IntPredicate lru(int places) {
    Map<Integer, Boolean> kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
            return size() > places;
          }
        };
    return rank -> kept.put(rank, true) != null;
  }
}
