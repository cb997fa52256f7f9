package io.atalaya.cache;

import io.atalaya.cache.Storing.Reason;

/** For a cache that nobody watches. */
final class Uncounted implements CacheMetrics {

  @Override
  public void lookup(String model, String result, long nanos) {}

  @Override
  public void load(String model, boolean answered, long nanos) {}

  @Override
  public void stored(String model, int bytes) {}

  @Override
  public void encoded(int bodyBytes, int writtenBytes) {}

  @Override
  public void refused(String model, Reason reason) {}

  @Override
  public void evicted(String cause) {}

  @Override
  public void applied(String model, long number, long announcedMillis, long staleMillis) {}

  @Override
  public void outdated(String model) {}
}
