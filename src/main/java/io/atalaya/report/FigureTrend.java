package io.atalaya.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A figure over a period.
 *
 * @param figure which figure
 * @param value that of the period: of the last window of at most a day, or of a week the sum of its
 *     days (counts) or their mean; empty where it is not defined
 * @param before that of the period before
 * @param steps that of each step of the period, empty where it is not defined
 */
public record FigureTrend(
    Figure figure, OptionalDouble value, OptionalDouble before, List<OptionalDouble> steps) {

  /** A figure is worse, or better, when it differs by at least this share of what it was. */
  public static final double NOTABLE = 0.1;

  public FigureTrend {
    steps = List.copyOf(steps);
  }

  /** How much it differs from the period before, as a share of that; empty where undefined. */
  public OptionalDouble change() {
    if (value.isEmpty() || before.isEmpty() || before.getAsDouble() == 0) {
      return OptionalDouble.empty();
    }
    double was = before.getAsDouble();
    return OptionalDouble.of((value.getAsDouble() - was) / Math.abs(was));
  }

  /** Whether it is notably worse than in the period before. */
  public boolean isWorse() {
    return differs(Figure.Better.LOWER, Figure.Better.HIGHER);
  }

  /** Whether it is notably better than in the period before. */
  public boolean isBetter() {
    return differs(Figure.Better.HIGHER, Figure.Better.LOWER);
  }

  private boolean differs(Figure.Better rising, Figure.Better falling) {
    OptionalDouble change = change();
    if (change.isEmpty() || Math.abs(change.getAsDouble()) < NOTABLE) {
      return false;
    }
    return figure.better() == (change.getAsDouble() > 0 ? rising : falling);
  }
}
