package io.atalaya.bench.cache;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Numbers of which the r-th most frequent one, r = 1, 2, …, has a probability in proportion to
 * r<sup>−skew</sup>. For one thread.
 */
public final class Zipf {

  private final double[] cumulative;
  private final SplittableRandom random;

  /**
   * @param numbers how many there are
   * @param skew 0 for all alike; measured workloads have 0.6 to 1.2
   */
  public Zipf(int numbers, double skew, long seed) {
    cumulative = new double[numbers];
    double sum = 0;
    for (int i = 0; i < numbers; i++) {
      sum += Math.pow(i + 1.0, -skew);
      cumulative[i] = sum;
    }
    for (int i = 0; i < numbers; i++) {
      cumulative[i] /= sum;
    }
    random = new SplittableRandom(seed);
  }

  /** Draws one: its rank, from 0, the most frequent, below {@code numbers}. */
  public int next() {
    int found = Arrays.binarySearch(cumulative, random.nextDouble());
    return Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
  }

  /** The probability that one of the first {@code numbers} ranks is drawn. */
  public double mass(int numbers) {
    return numbers == 0 ? 0 : cumulative[Math.min(numbers, cumulative.length) - 1];
  }
}
