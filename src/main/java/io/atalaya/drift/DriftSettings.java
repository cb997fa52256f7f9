package io.atalaya.drift;

import java.time.Duration;

/**
 * How one model's drift is judged.
 *
 * @param window the window compared with the reference
 * @param reference where the reference comes from
 * @param alpha the false discovery rate after Benjamini and Hochberg
 * @param effect the least effects worth a signal; any one suffices
 * @param minSamples the least number of values in the window for a verdict
 * @param persistence how many of the last closed windows must agree
 * @param maxWindow the longest that a window with too few values runs on
 */
public record DriftSettings(
    Duration window,
    ReferenceSource reference,
    double alpha,
    Effect effect,
    long minSamples,
    Persistence persistence,
    Duration maxWindow) {

  /**
   * Least effects.
   *
   * @param ks the Kolmogorov-Smirnov distance, 0 to 1
   * @param wasserstein the Wasserstein-1 distance over the reference's standard deviation
   */
  public record Effect(double ks, double wasserstein) {}

  /** {@code atLeast} of the last {@code of} closed windows. */
  public record Persistence(int of, int atLeast) {}
}
