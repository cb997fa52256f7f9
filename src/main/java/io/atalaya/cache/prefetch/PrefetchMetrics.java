package io.atalaya.cache.prefetch;

/**
 * Counts what was asked for ahead, and whether anybody then wanted it. Implementations are safe for
 * use by several threads.
 */
public interface PrefetchMetrics {

  /** Why something is asked for ahead; the wire names are the constants' names in lower case. */
  enum Reason {
    /** It is among the hottest, and its answer would have expired soon. */
    RENEWED,
    /** It is among the hottest, and no answer is there, as after an invalidation. */
    WARMED,
    /** It often follows what was asked for. */
    FOLLOWED
  }

  /** What became of it; the wire names are the constants' names in lower case. */
  enum Result {
    /** It was asked for ahead. */
    ASKED,
    /** Somebody asked for it, and found it. */
    USED,
    /** Nobody did before it was forgotten. */
    WASTED,
    /** The model did not answer. */
    FAILED
  }

  /** One answer more came to this. */
  void prefetched(String model, Reason reason, Result result);
}
