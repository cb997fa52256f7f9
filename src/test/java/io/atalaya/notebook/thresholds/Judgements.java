package io.atalaya.notebook.thresholds;

import io.atalaya.signal.ConfidenceInterval;
import io.atalaya.signal.Severity;
import io.atalaya.signal.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/** Histories for tests: a judgement an hour. */
final class Judgements {

  static final long HOUR = 3_600_000;
  static final long DAY = 24 * HOUR;

  private Judgements() {}

  static Threshold threshold(
      String check, Threshold.Bound bound, double limit, Duration holdFor, double clear) {
    return new Threshold(
        check, bound, limit, Duration.ofDays(1), Severity.WARNING, 0, 0, 0, holdFor, clear);
  }

  /** A value an hour from 0 on; NaN where the figure is undefined. */
  static List<Judgement> hourly(double... values) {
    List<Judgement> judgements = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      judgements.add(
          new Judgement(
              i * HOUR,
              Double.isNaN(values[i]) ? OptionalDouble.empty() : OptionalDouble.of(values[i]),
              100,
              OptionalDouble.of(1),
              Map.of()));
    }
    return judgements;
  }

  /** A random walk with what makes judging hard: gaps, few pairs, low coverage, no interval. */
  static List<Judgement> hard(RandomGenerator random, int size, double level) {
    List<Judgement> judgements = new ArrayList<>();
    double value = 0.5;
    for (int i = 0; i < size; i++) {
      value = Math.clamp(value + 0.1 * (random.nextDouble() - 0.5), 0, 1);
      double width = 0.1 * random.nextDouble();
      boolean isDefined = random.nextInt(15) > 0;
      judgements.add(
          new Judgement(
              i * HOUR,
              isDefined ? OptionalDouble.of(value) : OptionalDouble.empty(),
              random.nextInt(200),
              random.nextInt(20) == 0
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(random.nextDouble()),
              isDefined && random.nextInt(10) > 0
                  ? Map.of(
                      level, new ConfidenceInterval(value - width, value + width, level, "made up"))
                  : Map.of()));
    }
    return judgements;
  }
}
