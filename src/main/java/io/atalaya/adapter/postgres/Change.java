package io.atalaya.adapter.postgres;

import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import java.util.concurrent.CompletableFuture;

/** What is to be written. */
sealed interface Change {

  /** Whose answer. */
  CacheKey key();

  /** When it was asked for, in microseconds since the epoch: no two of an instance are equal. */
  long micros();

  /** Done when it is written. */
  CompletableFuture<Void> done();

  /** About what it takes in memory, in bytes. */
  int weight();

  /** An answer to add. */
  record Addition(CacheKey key, CachedAnswer answer, long micros, CompletableFuture<Void> done)
      implements Change {

    @Override
    public int weight() {
      return answer.weight();
    }
  }

  /** A key whose answers until then are no longer given. */
  record Removal(CacheKey key, long micros, CompletableFuture<Void> done) implements Change {

    private static final int WEIGHT = 100;

    @Override
    public int weight() {
      return WEIGHT;
    }
  }
}
