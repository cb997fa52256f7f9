package io.atalaya.cache;

import io.atalaya.cache.Lookup.Hit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;

/**
 * The levels outside this process, the nearest first. What a farther one knows, the nearer ones
 * then keep too. Safe for use by several threads.
 *
 * @param levels none, one or more
 */
public record RemoteLevels(List<RemoteLevel> levels) {

  public RemoteLevels {
    levels = List.copyOf(levels);
  }

  CompletionStage<Optional<Hit>> find(CacheKey key, BiPredicate<CacheKey, CachedAnswer> givable) {
    return find(Set.of(key), givable).thenApply(found -> Optional.ofNullable(found.get(key)));
  }

  CompletionStage<Map<CacheKey, Hit>> find(
      Collection<CacheKey> keys, BiPredicate<CacheKey, CachedAnswer> givable) {
    return find(0, keys, new HashMap<>(), givable);
  }

  private CompletionStage<Map<CacheKey, Hit>> find(
      int from,
      Collection<CacheKey> keys,
      Map<CacheKey, Hit> found,
      BiPredicate<CacheKey, CachedAnswer> givable) {
    if (from == levels.size() || keys.isEmpty()) {
      return CompletableFuture.completedStage(found);
    }
    RemoteLevel level = levels.get(from);
    return level
        .find(keys)
        .thenCompose(
            there -> {
              Set<CacheKey> missing = new HashSet<>(keys);
              there.forEach(
                  (key, answer) -> {
                    if (givable.test(key, answer)) {
                      missing.remove(key);
                      found.put(key, new Hit(answer, level.name()));
                      levels.subList(0, from).forEach(nearer -> nearer.store(key, answer));
                    }
                  });
              return find(from + 1, missing, found, givable);
            });
  }

  /** Done when the nearest has it, or cannot. */
  CompletionStage<Void> store(CacheKey key, CachedAnswer answer) {
    CompletionStage<Void> nearest = CompletableFuture.completedStage(null);
    for (RemoteLevel level : levels.reversed()) {
      nearest = level.store(key, answer);
    }
    return nearest;
  }

  void remove(CacheKey key) {
    levels.forEach(level -> level.remove(key));
  }
}
