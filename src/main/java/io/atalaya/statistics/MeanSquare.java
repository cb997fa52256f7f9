package io.atalaya.statistics;

import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * The mean of squares of normal values about 0, as an estimate of their variance.
 *
 * <p>Of k values with variance v, k·mean/v is χ² with k degrees of freedom. Without a value mean
 * and bounds are those of variance 1, and p is 1. Cost and memory: constant. For one thread.
 */
public final class MeanSquare {

  private double sum;
  private int count;

  /** Adds a squared value. */
  public void add(double square) {
    sum += square;
    count++;
  }

  /** The mean. */
  public double value() {
    return count == 0 ? 1 : sum / count;
  }

  /** The probability of such a mean, or a greater one, of values with variance 1. */
  public double pValue() {
    return ChiSquareTail.pValue(sum, count);
  }

  /** The lower bound of a one-sided confidence interval of the variance. */
  public double lowerBound(double confidence) {
    return bound(confidence);
  }

  /** The upper bound of a one-sided confidence interval of the variance. */
  public double upperBound(double confidence) {
    return bound(1 - confidence);
  }

  private double bound(double probability) {
    return count == 0
        ? 1
        : sum / new ChiSquaredDistribution(count).inverseCumulativeProbability(probability);
  }
}
