package io.atalaya.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A store and a lock that instances share; forgets nothing by itself. */
final class MapStore implements RemoteLevel, LoadLock {

  final Map<CacheKey, CachedAnswer> answers = new ConcurrentHashMap<>();
  final Map<CacheKey, String> locks = new ConcurrentHashMap<>();

  /** When lookups are answered. */
  volatile CompletableFuture<?> answering = CompletableFuture.completedFuture(null);

  @Override
  public String name() {
    return "far";
  }

  @Override
  public Reachability reachability() {
    return new Reachability.Untried();
  }

  @Override
  public boolean isLeftOut() {
    return false;
  }

  @Override
  public CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys) {
    Map<CacheKey, CachedAnswer> found = new HashMap<>();
    for (CacheKey key : keys) {
      CachedAnswer answer = answers.get(key);
      if (answer != null) {
        found.put(key, answer);
      }
    }
    return answering.thenApplyAsync(ready -> found);
  }

  @Override
  public CompletionStage<Void> store(CacheKey key, CachedAnswer answer) {
    return CompletableFuture.runAsync(() -> answers.put(key, answer));
  }

  @Override
  public CompletionStage<Void> remove(CacheKey key) {
    answers.remove(key);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Boolean> take(CacheKey key, String owner, java.time.Duration most) {
    return CompletableFuture.supplyAsync(() -> locks.putIfAbsent(key, owner) == null);
  }

  @Override
  public void giveBack(CacheKey key, String owner) {
    locks.remove(key, owner);
  }
}
