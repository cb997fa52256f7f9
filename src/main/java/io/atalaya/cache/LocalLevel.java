package io.atalaya.cache;

import org.jspecify.annotations.Nullable;

/** Answers in this process's memory. Safe for use by several threads; nothing here waits. */
public interface LocalLevel {

  /** The answer; null when there is none, or it has expired. */
  @Nullable CachedAnswer find(CacheKey key);

  /**
   * The answer, for who only looks whether it is there: it is not kept any longer for that. Null as
   * {@link #find} has it.
   */
  @Nullable CachedAnswer look(CacheKey key);

  /** Keeps an answer until it expires or room is needed. */
  void store(CacheKey key, CachedAnswer answer);

  /** Forgets an answer. */
  void remove(CacheKey key);

  /** Forgets the answers of a model that may no longer be given. */
  void drop(String model, Floors floors);

  /** About how many answers there are. */
  long size();

  /** About what they weigh together, in bytes ({@link CachedAnswer#weight}). */
  long weight();
}
