package io.atalaya.adapter.kafka.pipeline;

import io.atalaya.monitor.MonitorMetrics;
import io.atalaya.monitor.MonitorMetrics.Result;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What became of events, gathered between two flushes: the counters are shared and dear. */
final class ResultCounts {

  private static final class Count {
    private long value;
  }

  private final Map<String, Map<Result, Count>> topics = new HashMap<>();

  void add(String topic, Result result) {
    topics
        .computeIfAbsent(topic, ignored -> new EnumMap<>(Result.class))
        .computeIfAbsent(result, ignored -> new Count())
        .value++;
  }

  /** Adds everything to the counters, and begins again. */
  void flush(MonitorMetrics metrics) {
    topics.forEach(
        (topic, results) ->
            results.forEach(
                (result, count) -> {
                  if (count.value > 0) {
                    metrics.events(topic, result, count.value);
                    count.value = 0;
                  }
                }));
  }
}
