package io.atalaya.adapter.redis;

import io.atalaya.cache.CacheKey;

/** The names of cache entries in Redis. A model's are in one slot of a cluster: its hash tag. */
final class CacheKeys {

  private CacheKeys() {}

  /** Where the answer is. */
  static String answer(CacheKey key) {
    return "atalaya:cache:" + name(key);
  }

  /** Where it is noted who asks the model. */
  static String lock(CacheKey key) {
    return "atalaya:cache-lock:" + name(key);
  }

  private static String name(CacheKey key) {
    return '{' + key.model() + "}:" + key.epoch() + ':' + key.input().text();
  }
}
