package io.atalaya.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Answers in a store outside this process.
 *
 * <p>Implementations are safe for use by several threads, never wait in the calling one, and answer
 * within their time budget: a store that is down, slow or answers nonsense is as if it had nothing.
 * No stage ever fails; what failed is counted where the store is known.
 */
public interface RemoteLevel extends LevelHealth {

  /** The answers there are, of these keys, without those that have expired. */
  CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys);

  /** Keeps an answer until it expires; done when it is kept, or cannot be. */
  CompletionStage<Void> store(CacheKey key, CachedAnswer answer);

  /** Forgets an answer. */
  CompletionStage<Void> remove(CacheKey key);
}
