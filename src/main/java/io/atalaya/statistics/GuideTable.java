package io.atalaya.statistics;

/**
 * Where a value stands among ascending knots: a table of equal steps narrows the search to the few
 * knots of one step.
 *
 * <p>The steps divide the middle of the knots, so that a few far ones do not widen them; where many
 * knots fall into one step all the same, they are searched by halves. A step is a non-decreasing
 * function of the value, whatever is rounded: knots of lower steps are less, knots of higher steps
 * are greater, and the answer is exact.
 *
 * <p>Cost: constant where the knots are spread evenly, logarithmic at the worst. Memory: four bytes
 * a knot. Immutable.
 *
 * <p>Source: H.-C. Chen, Y. Asau, "On generating random variates from an empirical distribution",
 * AIIE Transactions 6(2), 1974; L. Devroye, Non-Uniform Random Variate Generation, 1986, III.2.4.
 */
final class GuideTable {

  /** One part in so many is left out at either end. */
  private static final int TAILS = 64;

  private final double[] knots;
  private final double from;
  private final double stepsAUnit;

  /** How many knots are of a lower step than each, and at the end how many there are. */
  private final short[] lower;

  /**
   * @param knots distinct finite values, ascending, at most {@link Short#MAX_VALUE}; kept
   */
  GuideTable(double[] knots) {
    this.knots = knots;
    int steps = 2 * knots.length;
    int tail = knots.length / TAILS;
    from = knots[tail];
    double width = knots[knots.length - 1 - tail] - from;
    double scale = steps / width;
    stepsAUnit = Double.isFinite(scale) ? scale : 0;
    lower = new short[steps + 1];
    for (double knot : knots) {
      lower[step(knot) + 1]++;
    }
    for (int step = 0; step < steps; step++) {
      lower[step + 1] += lower[step];
    }
  }

  /** The number of knots less than {@code value}, which is finite. */
  int countBelow(double value) {
    int step = step(value);
    int at = lower[step];
    int length = lower[step + 1] - at;
    // How many knots a step has cannot be predicted, but nearly all have at most three: two rounds
    // whatever they have, and a loop that is nearly never entered.
    int half = (length + 1) >> 1;
    at += stepOver(at, half, value);
    length >>= 1;
    half = (length + 1) >> 1;
    at += stepOver(at, half, value);
    for (length >>= 1; length > 0; length >>= 1) {
      half = (length + 1) >> 1;
      at += stepOver(at, half, value);
    }
    return at;
  }

  /**
   * {@code count} when the last of so many knots from {@code at} is less than {@code value}, else
   * 0.
   *
   * <p>Without a branch to mispredict: the sign of a difference is the comparison (of two different
   * doubles it is never 0, and −0.0 − 0.0 and x − x have no sign where it matters).
   */
  private int stepOver(int at, int count, double value) {
    double last = knots[Math.max(at + count - 1, 0)];
    return count & (int) (Double.doubleToRawLongBits(last - value) >> 63);
  }

  private int step(double value) {
    return Math.clamp((int) ((value - from) * stepsAUnit), 0, lower.length - 2);
  }
}
