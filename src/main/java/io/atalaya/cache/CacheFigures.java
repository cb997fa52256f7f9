package io.atalaya.cache;

import java.util.Map;

/** What an instance's cache did since its start, to be looked at. */
public interface CacheFigures {

  /** How many requests for a model had each result ({@link CacheMetrics#lookup}). */
  Map<String, Long> requests(String model);
}
