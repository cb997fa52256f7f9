package io.atalaya.signal;

import java.util.List;
import java.util.Optional;

/**
 * A figure that a threshold can bound: its name in the configuration, in signals and in metrics,
 * and the values that it can take.
 *
 * <p>Business figures ({@code kpi:<name>}) and scores ({@code score:<name>}) are open names; all
 * others are listed here.
 *
 * @param name the check's name
 * @param unit the base unit of its limits
 * @param least the least value it can take
 * @param most the greatest value it can take
 * @param scored whether it is taken over scored pairs, so that few of them say little
 */
public record CheckDefinition(String name, Unit unit, double least, double most, boolean scored) {

  /** What a limit is given in. */
  public enum Unit {
    /** A share, such as 0.8 or 80%. */
    RATIO,
    /** A time in seconds. */
    SECONDS,
    /** A plain number: a count, a rate a second, or the model's own unit. */
    NUMBER
  }

  /** What a business figure's check name begins with. */
  public static final String KPI = "kpi:";

  /** What a score's check name begins with. */
  public static final String SCORE = "score:";

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final List<CheckDefinition> BOUNDED =
      List.of(
          new CheckDefinition("accuracy", Unit.RATIO, 0, 1, true),
          new CheckDefinition("mae", Unit.NUMBER, 0, INFINITY, true),
          new CheckDefinition("rmse", Unit.NUMBER, 0, INFINITY, true),
          new CheckDefinition("r2", Unit.NUMBER, -INFINITY, 1, true),
          new CheckDefinition("bias", Unit.NUMBER, -INFINITY, INFINITY, true),
          new CheckDefinition("mape", Unit.RATIO, 0, INFINITY, true),
          new CheckDefinition("wape", Unit.RATIO, 0, INFINITY, true),
          new CheckDefinition("precision", Unit.RATIO, 0, 1, true),
          new CheckDefinition("recall", Unit.RATIO, 0, 1, true),
          new CheckDefinition("f1", Unit.RATIO, 0, 1, true),
          new CheckDefinition("log-loss", Unit.NUMBER, 0, INFINITY, true),
          new CheckDefinition("brier", Unit.NUMBER, 0, 2, true),
          new CheckDefinition("auc", Unit.RATIO, 0, 1, true),
          new CheckDefinition("calibration-error", Unit.RATIO, 0, 1, true),
          new CheckDefinition("latency-p50", Unit.SECONDS, 0, INFINITY, false),
          new CheckDefinition("latency-p95", Unit.SECONDS, 0, INFINITY, false),
          new CheckDefinition("latency-p99", Unit.SECONDS, 0, INFINITY, false),
          new CheckDefinition("confidence", Unit.RATIO, 0, 1, false),
          new CheckDefinition("throughput", Unit.NUMBER, 0, INFINITY, false),
          new CheckDefinition("error-ratio", Unit.RATIO, 0, 1, false),
          new CheckDefinition("out-of-range", Unit.RATIO, 0, 1, false),
          new CheckDefinition("label-coverage", Unit.RATIO, 0, 1, false),
          new CheckDefinition("interval-coverage", Unit.RATIO, 0, 1, true),
          new CheckDefinition("estimated-mae", Unit.NUMBER, 0, INFINITY, false),
          new CheckDefinition("estimated-accuracy", Unit.RATIO, 0, 1, false),
          new CheckDefinition("ttft-p95", Unit.SECONDS, 0, INFINITY, false),
          new CheckDefinition("tokens-per-second", Unit.NUMBER, 0, INFINITY, false));

  /** The checks that are judged without a threshold. */
  private static final List<String> UNBOUNDED = List.of("drift", "no-data", "history-lost");

  /** The names of the checks that a threshold can bound, without the open ones. */
  public static List<String> boundedNames() {
    return BOUNDED.stream().map(CheckDefinition::name).toList();
  }

  /** The names of the checks that are judged without a threshold. */
  public static List<String> unboundedNames() {
    return UNBOUNDED;
  }

  /** Whether a signal can carry {@code name} as its check. */
  public static boolean isCheck(String name) {
    return UNBOUNDED.contains(name) || named(name).isPresent();
  }

  /** How to give a limit, for messages. */
  public String remedy() {
    return switch (unit) {
      case RATIO ->
          most == 1
              ? "give a ratio from 0 to 1, for example 0.80"
              : "give a ratio of 0 or more, for example 0.15";
      case SECONDS -> "give a duration, for example 100ms";
      case NUMBER ->
          most == 1
              ? "give a number of at most 1, for example 0.7"
              : least == 0
                  ? "give a number of 0 or more, for example 50"
                  : "give a number, for example 0.5";
    };
  }

  /** The check that a threshold on {@code name} bounds; empty when there is none. */
  public static Optional<CheckDefinition> named(String name) {
    for (String prefix : List.of(KPI, SCORE)) {
      if (name.startsWith(prefix) && name.length() > prefix.length()) {
        return Optional.of(new CheckDefinition(name, Unit.NUMBER, -INFINITY, INFINITY, false));
      }
    }
    return BOUNDED.stream().filter(check -> check.name().equals(name)).findFirst();
  }
}
