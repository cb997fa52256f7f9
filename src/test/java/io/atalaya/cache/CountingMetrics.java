package io.atalaya.cache;

import io.atalaya.cache.Storing.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what the cache tells, by name. */
public final class CountingMetrics implements CacheMetrics {

  public final Map<String, Long> counts = new ConcurrentHashMap<>();

  private void count(String name) {
    counts.merge(name, 1L, Long::sum);
  }

  @Override
  public void lookup(String model, String result, long nanos) {
    count(result);
  }

  @Override
  public void load(String model, boolean answered, long nanos) {
    count(answered ? "loaded" : "failed");
  }

  @Override
  public void stored(String model, int bytes) {
    count("stored");
  }

  @Override
  public void encoded(int bodyBytes, int writtenBytes) {
    counts.merge("body bytes", (long) bodyBytes, Long::sum);
    counts.merge("written bytes", (long) writtenBytes, Long::sum);
  }

  @Override
  public void refused(String model, Reason reason) {
    count(reason.toString());
  }

  @Override
  public void evicted(String cause) {
    count("evicted");
  }

  @Override
  public void applied(String model, long number, long announcedMillis, long staleMillis) {
    count("applied");
  }

  @Override
  public void outdated(String model) {
    count("outdated");
  }
}
