package io.atalaya.cache;

import io.atalaya.cache.Storing.Reason;

/**
 * What the cache counts. A lookup is a hit of one level, or a miss; a load is a question to the
 * model. Implementations are safe for use by several threads.
 */
public interface CacheMetrics {

  /** Counts nothing. */
  CacheMetrics NONE = new Uncounted();

  /** The result of a lookup that no level has the answer to. */
  String MISS = "miss";

  /**
   * A lookup has its result.
   *
   * @param result the level that had the answer ({@link Lookup.Hit#level}), or {@link #MISS}
   * @param nanos how long it took
   */
  void lookup(String model, String result, long nanos);

  /** The model was asked; it took {@code nanos}. */
  void load(String model, boolean answered, long nanos);

  /** An answer of so many bytes was stored. */
  void stored(String model, int bytes);

  /** A body of so many bytes was written as so many, to be kept outside this process. */
  void encoded(int bodyBytes, int writtenBytes);

  /** An answer was not stored. */
  void refused(String model, Reason reason);

  /**
   * An answer left the memory before it was invalidated.
   *
   * @param cause {@code size} or {@code expired}
   */
  void evicted(String cause);

  /**
   * An invalidation holds here from now on.
   *
   * @param announcedMillis how long after it was announced, in milliseconds
   * @param staleMillis how long after that an answer which it may concern was last given; 0 when
   *     none was
   */
  void applied(String model, long number, long announcedMillis, long staleMillis);

  /** An answer was found that had been invalidated, and was not given. */
  void outdated(String model);
}
