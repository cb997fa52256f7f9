package io.atalaya.pipeline;

import io.atalaya.drift.Comparison;
import io.atalaya.notebook.metrics.BackTestListener;
import io.atalaya.pipeline.Exposition.Sample;
import io.atalaya.signal.Observation;
import io.atalaya.signal.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps what a back-test exposes.
 *
 * @param read the value of each sample by the time at which it was read, in milliseconds since the
 *     epoch
 */
record Exposed(Map<Long, Map<Sample, Double>> read) implements BackTestListener {

  @Override
  public void exposed(long millis, List<io.atalaya.notebook.metrics.Sample> shown) {
    Map<Sample, Double> samples = read.computeIfAbsent(millis, ignored -> new HashMap<>());
    shown.forEach(
        each ->
            samples.put(
                new Sample(
                    each.name(),
                    new TreeMap<>(each.labels())
                        .entrySet().stream()
                            .map(label -> label.getKey() + "=" + label.getValue())
                            .collect(Collectors.joining(","))),
                each.value()));
  }

  @Override
  public void judged(
      String model,
      String version,
      String check,
      Duration window,
      long t,
      Observation observation) {}

  @Override
  public void signalled(Signal signal) {}

  @Override
  public void closed(String model, String version, long t, SortedMap<String, Comparison> windows) {}
}
