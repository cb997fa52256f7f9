package io.atalaya.quantization.calibration;

/**
 * What the values of a tensor lie between, and the 8-bit grid that this gives.
 *
 * <p>The grid covers 0, so that 0 is kept exactly: q = clamp(rint(x / scale) + zeroPoint, 0, 255).
 *
 * <p>Source: Jacob and others, "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference", CVPR 2018, section 2.1.
 *
 * @param min the least value, at most 0
 * @param max the greatest value, at least 0
 */
public record ActivationRange(float min, float max) {

  private static final int LEVELS = 255;

  /** Takes 0 in; refuses what is not finite. */
  public ActivationRange {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
      throw new IllegalArgumentException(
          "the range %s to %s is none: two finite numbers, the smaller first, are needed"
              .formatted(min, max));
    }
    min = Math.min(min, 0);
    max = Math.max(max, 0);
  }

  /** The distance of two neighbours on the grid; 1 when all values are 0. */
  public float scale() {
    float scale = (float) (((double) max - min) / LEVELS);
    return scale < Float.MIN_NORMAL ? 1 : scale;
  }

  /** What stands for 0, from 0 to 255. */
  public int zeroPoint() {
    return (int) Math.max(0, Math.min(LEVELS, Math.rint(-min / (double) scale())));
  }
}
