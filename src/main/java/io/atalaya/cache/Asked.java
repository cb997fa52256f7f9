package io.atalaya.cache;

/**
 * A request as it began.
 *
 * @param key what is asked for, under the epoch of then
 * @param settings how the model's answers are cached
 * @param stamp the last invalidation of the model that was known then
 * @param startNanos when it began, of the cache's ticker
 * @param counted whether somebody waits for it
 */
record Asked(CacheKey key, CacheSettings settings, long stamp, long startNanos, boolean counted) {

  String model() {
    return key.model();
  }

  Asked uncounted() {
    return new Asked(key, settings, stamp, startNanos, false);
  }

  /** Whether the model was invalidated since, so that its answer would be another key's. */
  boolean isBehind(Floors floors) {
    return floors.epoch(model()) > key.epoch();
  }

  /** The same request, as if it began now. */
  Asked now(Floors floors) {
    long stampNow = floors.stamp(model());
    CacheKey keyNow = new CacheKey(model(), floors.epoch(model()), key.input());
    return new Asked(keyNow, settings, stampNow, startNanos, counted);
  }
}
