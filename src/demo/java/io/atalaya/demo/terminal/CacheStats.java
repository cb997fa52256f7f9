package io.atalaya.demo.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What the cache did for a model, as {@code /v1/cache/{model}/stats} has it.
 *
 * @param epoch the number of the last invalidation that holds
 * @param requests how many requests had their answer where; those of {@code miss} had none
 */
public record CacheStats(long epoch, Map<String, Long> requests) {

  private static final String MISS = "miss";
  private static final ObjectMapper JSON = new ObjectMapper();

  public CacheStats {
    requests = Map.copyOf(requests);
  }

  /** Reads what the API answers. */
  public static CacheStats parse(String text) {
    try {
      JsonNode stats = JSON.readTree(text);
      Map<String, Long> requests = new TreeMap<>();
      stats
          .path("requests")
          .properties()
          .forEach(each -> requests.put(each.getKey(), each.getValue().asLong()));
      return new CacheStats(stats.path("epoch").asLong(), requests);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("these are no stats: " + text, e);
    }
  }

  /** What was done since an earlier moment. */
  CacheStats since(CacheStats earlier) {
    Map<String, Long> more = new TreeMap<>();
    requests.forEach(
        (where, count) -> more.put(where, count - earlier.requests.getOrDefault(where, 0L)));
    return new CacheStats(epoch, more);
  }

  /** All requests. */
  long all() {
    return requests.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The requests that were not answered: the model had to be. */
  long misses() {
    return requests.getOrDefault(MISS, 0L);
  }

  /** The share of all requests that were answered; empty without any. */
  OptionalDouble hitRatio() {
    return all() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (all() - misses()) / all());
  }
}
