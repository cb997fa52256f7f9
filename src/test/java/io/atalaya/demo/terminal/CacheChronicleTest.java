package io.atalaya.demo.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CacheChronicleTest {

  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private final CacheChronicle chronicle = new CacheChronicle("bike-demand");
  private int second;
  private long hits;
  private long misses;

  @Test
  void tellsHowFarTheHitRatioFellAndWhenItWasBack() {
    for (int i = 0; i < 7; i++) {
      assertEquals(Optional.empty(), pass(0, 80, 20));
    }
    assertEquals(0, chronicle.epoch());
    assertEquals(Optional.empty(), pass(1, 50, 50), "the second in which it was invalidated");
    assertEquals(1, chronicle.epoch());
    assertEquals(Optional.empty(), pass(1, 30, 70));
    assertEquals(Optional.empty(), pass(1, 75, 25));
    assertEquals(
        Optional.of("hit ratio 0.80 before, 0.30 in the worst second, 0.76 again after 3 s"),
        pass(1, 76, 24));
    assertEquals(Optional.empty(), pass(1, 80, 20));
  }

  @Test
  void anInvalidationBeforeItIsBackIsComparedWithWhatWasBeforeBoth() {
    pass(0, 80, 20);
    pass(0, 80, 20);
    pass(1, 0, 100);
    pass(1, 10, 90);
    pass(2, 10, 90);
    pass(2, 20, 80);
    assertEquals(
        Optional.of("hit ratio 0.80 before, 0.20 in the worst second, 0.80 again after 2 s"),
        pass(2, 80, 20));
    assertEquals(
        List.of(
            "cache               answered 0.33 of 600 requests (memory 200); 400 went to the model",
            "epoch 1             hit ratio 0.80 before, 0.10 in the worst second, 0.10 when last seen",
            "epoch 2             hit ratio 0.80 before, 0.20 in the worst second, 0.80 again after 2 s"),
        chronicle.summary());
  }

  @Test
  void aSecondWithoutRequestsSaysNothing() {
    pass(0, 80, 20);
    pass(0, 80, 20);
    pass(1, 80, 20);
    assertEquals(Optional.empty(), pass(1, 0, 0));
    pass(1, 40, 60);
    assertEquals(
        Optional.of("hit ratio 0.80 before, 0.40 in the worst second, 0.90 again after 3 s"),
        pass(1, 90, 10));
  }

  @Test
  void tellsHowFastTheCacheFollowedEachInvalidation() {
    pass(0, 80, 20);
    pass(1, 80, 20);
    assertEquals(
        "epoch 1 held 12 ms after its announcement; last stale answer after 7 ms",
        chronicle.tellFollowed(followed(0.012, 0.007)));
    pass(2, 80, 20);
    assertEquals(
        "epoch 2 held 9 ms after its announcement; last stale answer after 0 ms",
        chronicle.tellFollowed(followed(0.021, 0.007)));
    chronicle.observe(
        CacheFigures.of(
            Exposition.parse(
                """
                atalaya_cached_latency_quantile_seconds{model="bike-demand",window="10s",quantile="0.5"} 8.4E-4
                atalaya_computed_latency_quantile_seconds{model="bike-demand",window="10s",quantile="0.5"} 0.00212
                """),
            "bike-demand",
            "10s"));
    assertEquals(
        List.of(
            "cache               answered 0.80 of 200 requests (memory 160); 40 went to the model",
            "hits and misses     medians of 0.84 ms and 2.1 ms",
            "epoch 1             hit ratio - before, - in the worst second, - when last seen; last stale answer after 7 ms",
            "epoch 2             hit ratio - before, - in the worst second, - when last seen; last stale answer after 0 ms"),
        chronicle.summary());
  }

  @Test
  void aCacheThatWasNeverSeenHasNoSummary() {
    assertEquals(List.of(), chronicle.summary());
  }

  @Test
  void theStatsOfTheApiAreRead() {
    CacheStats stats =
        CacheStats.parse(
            """
            {"epoch": 2, "requests": {"memory": 7, "miss": 2, "shared": 1}, "hit_ratio": 0.8}
            """);
    assertEquals(2, stats.epoch());
    assertEquals(10, stats.all());
    assertEquals(2, stats.misses());
    assertEquals(0.8, stats.hitRatio().orElseThrow());
    assertEquals(Optional.empty(), first(CacheStats.parse("{\"epoch\": 0, \"requests\": {}}")));
  }

  private static Optional<Double> first(CacheStats stats) {
    return stats.hitRatio().stream().boxed().findFirst();
  }

  private static Exposition followed(double held, double stale) {
    return Exposition.parse(
        """
        atalaya_cache_invalidation_seconds_sum{model="other"} 5.0
        atalaya_cache_invalidation_seconds_sum{model="bike-demand"} %s
        atalaya_cache_stale_seconds_sum{model="bike-demand"} %s
        """
            .formatted(held, stale));
  }

  private Optional<String> pass(long epoch, long more, long missing) {
    hits += more;
    misses += missing;
    return chronicle.observe(
        START.plusSeconds(second++),
        CacheStats.parse(
            "{\"epoch\": %d, \"requests\": {\"memory\": %d, \"miss\": %d}}"
                .formatted(epoch, hits, misses)));
  }
}
