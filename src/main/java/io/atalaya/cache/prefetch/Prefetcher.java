package io.atalaya.cache.prefetch;

import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader;
import io.atalaya.cache.PredictionCache;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks models for answers before they are missed: the hottest inputs are renewed before their
 * answers expire and brought back after an invalidation, and what often follows is asked for while
 * the caller is still busy with what came before. The rate is bounded, so that a model is not
 * overrun at the very moment at which nothing of it is cached.
 *
 * <p>Safe for use by several threads; {@link #run} is called by one, every 100 ms or so.
 */
public final class Prefetcher {

  private final Map<String, ModelPrefetch> models = new HashMap<>();

  /**
   * @param settings by model; of others nothing is asked for ahead
   */
  public Prefetcher(
      PredictionCache cache, Map<String, PrefetchSettings> settings, PrefetchMetrics metrics) {
    settings.forEach(
        (model, own) -> {
          if (own.hottest() > 0 || own.successors()) {
            models.put(model, new ModelPrefetch(model, own, cache, metrics));
          }
        });
  }

  /** Whether anything of any model is asked for ahead. */
  public boolean isNeeded() {
    return !models.isEmpty();
  }

  /** Whether anything of this model is asked for ahead. */
  public boolean covers(String model) {
    return models.containsKey(model);
  }

  /**
   * A caller has asked for an input.
   *
   * @param caller whose requests follow each other
   * @param hit whether the answer was there
   * @param loader asks the model for it, now or later, for anybody
   */
  public void requested(String model, String caller, InputHash input, boolean hit, Loader loader) {
    ModelPrefetch prefetch = models.get(model);
    if (prefetch != null) {
      prefetch.requested(caller, input, hit, loader);
    }
  }

  /**
   * Asks for what is due.
   *
   * @param nowMillis the time, in milliseconds since the epoch
   */
  public void run(long nowMillis) {
    models.values().forEach(prefetch -> prefetch.run(nowMillis));
  }
}
