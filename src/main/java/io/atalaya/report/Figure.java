package io.atalaya.report;

import io.atalaya.monitor.Digest;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.signal.CheckDefinition.Unit;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A figure of a report: its name, what it is counted in, and which way is better.
 *
 * @param name the name of the check or one of the counts of {@link Digest}
 * @param unit what it is counted in
 * @param better which way is better
 * @param isCount whether those of several days are added, rather than averaged
 */
public record Figure(String name, Unit unit, Better better, boolean isCount) {

  /** Which way is better. */
  public enum Better {
    HIGHER,
    LOWER,
    NEITHER
  }

  private static final List<String> COUNTS =
      List.of(Digest.PREDICTIONS, Digest.GENERATIONS, Digest.SCORED, Digest.SAVED_CALLS);

  private static final Set<String> HIGHER =
      Set.of(
          "accuracy",
          "r2",
          "precision",
          "recall",
          "f1",
          "auc",
          "confidence",
          "label-coverage",
          "estimated-accuracy",
          "tokens-per-second",
          Digest.CACHE_HIT_RATIO);

  private static final Set<String> LOWER =
      Set.of(
          "mae",
          "rmse",
          "mape",
          "wape",
          "log-loss",
          "brier",
          "calibration-error",
          "latency-p50",
          "latency-p95",
          "latency-p99",
          "error-ratio",
          "out-of-range",
          "estimated-mae",
          "ttft-p95");

  /** Counts first, then in the order of the checks, then business figures and scores by name. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(Figure::rank).thenComparing(Comparator.naturalOrder());

  /** The figure of this name. */
  public static Figure named(String name) {
    Better better =
        HIGHER.contains(name)
            ? Better.HIGHER
            : LOWER.contains(name) ? Better.LOWER : Better.NEITHER;
    Unit unit =
        name.equals(Digest.CACHE_HIT_RATIO)
            ? Unit.RATIO
            : CheckDefinition.named(name).map(CheckDefinition::unit).orElse(Unit.NUMBER);
    return new Figure(name, unit, better, COUNTS.contains(name));
  }

  /** That of several days: the sum of counts, the mean of others, of the days that have one. */
  OptionalDouble ofDays(List<OptionalDouble> days) {
    DoubleSummaryStatistics defined =
        days.stream().flatMapToDouble(OptionalDouble::stream).summaryStatistics();
    if (defined.getCount() == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(isCount ? defined.getSum() : defined.getAverage());
  }

  private static int rank(String name) {
    int count = COUNTS.indexOf(name);
    if (count >= 0) {
      return count;
    }
    int check = CheckDefinition.boundedNames().indexOf(name);
    return COUNTS.size() + (check >= 0 ? check : CheckDefinition.boundedNames().size());
  }

  /**
   * A value as people read it: 81.2 %, 12.3 ms, 31.42. Numbers have four significant digits; counts
   * are whole.
   */
  public String text(double value) {
    return switch (unit) {
      case RATIO -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
      case SECONDS -> value < 1 ? significant(1_000 * value) + " ms" : significant(value) + " s";
      case NUMBER -> isCount ? String.format(Locale.ROOT, "%,.0f", value) : significant(value);
    };
  }

  private static String significant(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size >= 1e9 || size < 1e-4) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    int whole = (int) Math.floor(Math.log10(size)) + 1;
    return String.format(Locale.ROOT, "%,." + Math.clamp(4 - whole, 0, 6) + "f", value);
  }
}
