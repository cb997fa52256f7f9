package io.atalaya.demo.terminal;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the cache was worth to a model's callers at one moment, as the pipeline exports it from
 * their events; empty when it exports nothing.
 *
 * @param hitRatio the share of the answers that came from the cache
 * @param savedCalls how many those were
 * @param hitMillis the median of their latency
 * @param missMillis the median of the others' latency
 */
public record CacheFigures(
    OptionalDouble hitRatio,
    OptionalDouble savedCalls,
    OptionalDouble hitMillis,
    OptionalDouble missMillis) {

  /**
   * The figures of a scrape.
   *
   * @param model the value of the label {@code model}
   * @param window the value of the label {@code window}: {@code 10s}, for example
   */
  public static CacheFigures of(Exposition scrape, String model, String window) {
    Map<String, String> of = Map.of("model", model, "window", window);
    return new CacheFigures(
        scrape.value("atalaya_cache_hit_ratio", of),
        scrape.value("atalaya_cache_saved_calls", of),
        scrape.millis("atalaya_cached_latency_quantile_seconds", of, "0.5"),
        scrape.millis("atalaya_computed_latency_quantile_seconds", of, "0.5"));
  }
}
