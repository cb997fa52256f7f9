package io.atalaya.statistics;

import java.util.OptionalDouble;

/**
 * The Wasserstein-1 (earth mover's) distance between a reference and a sample counted against it.
 *
 * <p>Definition: W₁ = ∫|F(x) − G(x)| dx, in the unit of the values. Exact for values at the knots
 * and outside of them; those within a gap count as spread evenly over it, which is wrong by at most
 * {@link #error}. Without current values it is undefined: an {@link IllegalArgumentException}, or
 * an absent effect.
 *
 * <p>Cost: one pass over the reference's cells. Stateless.
 *
 * <p>Source: S. S. Vallender, "Calculation of the Wasserstein distance between probability
 * distributions on the line", Theory of Probability and its Applications 18, 1974.
 */
public final class Wasserstein {

  private Wasserstein() {}

  /** The distance, 0 or more. */
  public static double distance(ReferenceSample reference, RankCounts current) {
    requireComparable(reference, current);
    double n = current.count();
    double m = reference.size();
    DenseCounts cells = current.toDense();
    int last = reference.knots() - 1;
    // Below the first knot F is 0, above the last it is 1: W₁ is the mean way to that knot.
    double distance = way(current.sumBelow(), cells.get(0), reference.knot(0)) / n;
    long seen = cells.get(0) + cells.get(1);
    for (int i = 0; i < last; i++) {
      double left = reference.countUpTo(i) / m - seen / n;
      seen += cells.get(2 * i + 2);
      double right = reference.countBelow(i + 1) / m - seen / n;
      distance += meanMagnitude(left, right) * width(reference, i);
      seen += cells.get(2 * i + 3);
    }
    return distance
        + way(current.sumAbove(), cells.get(cells.length() - 1), reference.knot(last)) / n;
  }

  /**
   * The most by which {@link #distance} can be off: half of the width of its gap for each value of
   * either sample that is not at a knot. 0 when there are none.
   *
   * <p>Spreading a gap's values evenly moves them by half of its width on average at the most, and
   * W₁ is a metric.
   */
  public static double error(ReferenceSample reference, RankCounts current) {
    requireComparable(reference, current);
    double n = current.count();
    double m = reference.size();
    DenseCounts cells = current.toDense();
    double error = 0;
    for (int i = 0; i < reference.knots() - 1; i++) {
      double share =
          cells.get(2 * i + 2) / n + (reference.countBelow(i + 1) - reference.countUpTo(i)) / m;
      error += share * width(reference, i) / 2;
    }
    return error;
  }

  /**
   * The distance over the reference's standard deviation: a drift's size without a unit. Absent
   * when there are no current values or the reference is constant.
   */
  public static OptionalDouble effect(ReferenceSample reference, RankCounts current) {
    double deviation = reference.standardDeviation();
    if (deviation == 0 || current.isEmpty()) {
      return OptionalDouble.empty();
    }
    double effect = distance(reference, current) / deviation;
    return Double.isFinite(effect) ? OptionalDouble.of(effect) : OptionalDouble.empty();
  }

  /**
   * The mean of the current values less that of the reference, ∫(F(x) − G(x)) dx: the distance with
   * its sign, where all moves the same way. As exact as the distance.
   */
  public static double meanDifference(ReferenceSample reference, RankCounts current) {
    requireComparable(reference, current);
    double n = current.count();
    double m = reference.size();
    DenseCounts cells = current.toDense();
    int last = reference.knots() - 1;
    double difference = -way(current.sumBelow(), cells.get(0), reference.knot(0)) / n;
    long seen = cells.get(0) + cells.get(1);
    for (int i = 0; i < last; i++) {
      double left = reference.countUpTo(i) / m - seen / n;
      seen += cells.get(2 * i + 2);
      double right = reference.countBelow(i + 1) / m - seen / n;
      difference += (left + right) / 2 * width(reference, i);
      seen += cells.get(2 * i + 3);
    }
    return difference
        + way(current.sumAbove(), cells.get(cells.length() - 1), reference.knot(last)) / n;
  }

  /** Σ|x − knot| over {@code count} values that sum up to {@code sum}, all on one side of it. */
  private static double way(ExactSum sum, long count, double knot) {
    ExactSum way = sum.copy();
    way.subtractProduct((double) count, knot);
    return Math.abs(way.value());
  }

  private static double width(ReferenceSample reference, int gap) {
    return reference.knot(gap + 1) - reference.knot(gap);
  }

  /** The mean of |y| where y goes from {@code left} to {@code right} in a straight line. */
  private static double meanMagnitude(double left, double right) {
    double a = Math.abs(left);
    double b = Math.abs(right);
    boolean crosses = left < 0 != right < 0 && a + b > 0;
    return crosses ? (a * a + b * b) / (2 * (a + b)) : (a + b) / 2;
  }

  private static void requireComparable(ReferenceSample reference, RankCounts current) {
    current.requireSameReference(reference.hash());
    if (current.isEmpty()) {
      throw new IllegalArgumentException("no distance without a current value");
    }
  }
}
