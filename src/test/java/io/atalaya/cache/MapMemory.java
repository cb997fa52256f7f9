package io.atalaya.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A memory that forgets nothing by itself: what the cache must not rely on. */
public final class MapMemory implements LocalLevel {

  public final Map<CacheKey, CachedAnswer> answers = new ConcurrentHashMap<>();

  @Override
  public @Nullable CachedAnswer find(CacheKey key) {
    return answers.get(key);
  }

  @Override
  public @Nullable CachedAnswer look(CacheKey key) {
    return answers.get(key);
  }

  @Override
  public void store(CacheKey key, CachedAnswer answer) {
    answers.put(key, answer);
  }

  @Override
  public void remove(CacheKey key) {
    answers.remove(key);
  }

  @Override
  public void drop(String model, Floors floors) {}

  @Override
  public long size() {
    return answers.size();
  }

  @Override
  public long weight() {
    return 0;
  }
}
