package io.atalaya.bench.workload;

import io.atalaya.event.Generation;
import io.atalaya.matching.GivenUp;
import io.atalaya.matching.Match;
import io.atalaya.monitor.MonitorMetrics;
import org.jspecify.annotations.Nullable;

/** Metrics that nobody asks for. */
public enum UncountedMetrics implements MonitorMetrics, MonitorMetrics.VersionMetrics {
  INSTANCE;

  @Override
  public void events(String topic, Result result, long count) {}

  @Override
  public void deadLetter(String topic, String reason) {}

  @Override
  public void invalidation(String model, String reason, String result) {}

  @Override
  public void eventToGauge(double seconds) {}

  @Override
  public VersionMetrics version(String model, String version) {
    return this;
  }

  @Override
  public void prediction(@Nullable String error, double confidence, double latencySeconds) {}

  @Override
  public void generation(Generation generation) {}

  @Override
  public void outcome(Match match) {}

  @Override
  public void flush() {}

  @Override
  public void givenUp(GivenUp what) {}
}
