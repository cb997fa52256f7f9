package io.atalaya.generation;

import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Generations for tests. */
final class ExampleGenerations {

  private ExampleGenerations() {}

  static Generation text(double tokens, double firstSeconds, double durationSeconds) {
    return generation(10, tokens, firstSeconds, durationSeconds, "stop", Map.of(), null);
  }

  static Generation scored(Map<String, Double> scores) {
    return generation(10, 20, 1, 2, "stop", scores, null);
  }

  static Generation generation(
      double promptTokens,
      double tokens,
      double firstSeconds,
      double durationSeconds,
      @Nullable String reason,
      Map<String, Double> scores,
      @Nullable String error) {
    return new Generation(
        PredictionId.of("g"),
        "m",
        "1",
        1_000,
        promptTokens,
        tokens,
        firstSeconds,
        durationSeconds,
        reason,
        "prompt",
        "completion",
        new TreeMap<>(scores),
        error);
  }
}
