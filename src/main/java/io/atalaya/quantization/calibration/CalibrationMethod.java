package io.atalaya.quantization.calibration;

import java.util.Locale;

/** How the range of an activation follows from what was seen of it. */
public sealed interface CalibrationMethod {

  /** From the least value seen to the greatest. */
  record MinMax() implements CalibrationMethod {
    @Override
    public String toString() {
      return "minmax";
    }
  }

  /**
   * What remains when the outermost values on both sides are cut off.
   *
   * @param percent of the values that stay, more than 50 and at most 100
   */
  record Percentile(double percent) implements CalibrationMethod {
    /** Refuses a share that is none. */
    public Percentile {
      if (!(percent > 50 && percent <= 100)) {
        throw new IllegalArgumentException(
            "percentile is %s: more than 50 and at most 100 is needed".formatted(percent));
      }
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "percentile %s", percent);
    }
  }

  /** The range whose values, put on the grid, lose the least information. */
  record Entropy() implements CalibrationMethod {
    @Override
    public String toString() {
      return "entropy";
    }
  }
}
