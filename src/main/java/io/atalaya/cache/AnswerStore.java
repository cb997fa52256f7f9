package io.atalaya.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A store of answers outside this process. A {@link RemoteLevel} is one of these, guarded: what is
 * slow or fails here does no harm there.
 *
 * <p>Implementations are safe for use by several threads and never wait in the calling one. A stage
 * fails when the store cannot be reached or answers nonsense.
 */
public interface AnswerStore {

  /** Its name: {@code redis}, {@code postgres}. */
  String name();

  /** The answers there are of these keys, without those that have expired. */
  CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys);

  /** Keeps an answer until it expires. */
  CompletionStage<Void> store(CacheKey key, CachedAnswer answer);

  /** Forgets an answer. */
  CompletionStage<Void> remove(CacheKey key);
}
