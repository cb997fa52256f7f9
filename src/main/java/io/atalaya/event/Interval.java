package io.atalaya.event;

/**
 * A prediction interval: where the actual is said to lie.
 *
 * @param lower its lower end, included, in the model's unit
 * @param upper its upper end, included
 * @param level the share of actuals that such intervals are said to hold, from 0 to 1
 */
public record Interval(double lower, double upper, double level) {

  public Interval {
    if (!(lower <= upper) || !Double.isFinite(upper - lower)) {
      throw new IllegalArgumentException(
          "lower: " + lower + " is not at most upper, " + upper + ", and both finite");
    }
    if (!(level >= 0 && level <= 1)) {
      throw new IllegalArgumentException("level: " + level + " is not from 0 to 1");
    }
  }

  /** Whether {@code value} lies in it, its ends included. */
  public boolean holds(double value) {
    return lower <= value && value <= upper;
  }

  /** The upper less the lower end. */
  public double width() {
    return upper - lower;
  }
}
