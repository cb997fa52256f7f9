package io.atalaya.statistics;

import java.util.stream.IntStream;

/**
 * The step-up procedure that bounds the share of false discoveries among all discoveries.
 *
 * <p>Definition: of m p-values in ascending order, the i-th is adjusted to min over j ≥ i of min(1,
 * p₍ⱼ₎·m/j). Rejecting where the adjusted value is at most α keeps the expected share of false
 * rejections at α for independent or positively dependent tests. No p-values give none.
 *
 * <p>Cost: one sort. Stateless.
 *
 * <p>Source: Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", JRSS B 57(1), 1995;
 * the adjusted form: D. Yekutieli, Y. Benjamini, JSPI 82, 1999.
 */
public final class BenjaminiHochberg {

  private BenjaminiHochberg() {}

  /**
   * The adjusted p-values, in the order of the given ones; one that is not from 0 to 1 is an {@link
   * IllegalArgumentException}.
   */
  public static double[] adjust(double[] pValues) {
    for (double p : pValues) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("a p-value is from 0 to 1, not " + p);
      }
    }
    int tests = pValues.length;
    int[] ascending =
        IntStream.range(0, tests)
            .boxed()
            .sorted((a, b) -> Double.compare(pValues[a], pValues[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[tests];
    double least = 1;
    for (int rank = tests; rank >= 1; rank--) {
      int index = ascending[rank - 1];
      least = Math.min(least, pValues[index] * tests / rank);
      adjusted[index] = least;
    }
    return adjusted;
  }
}
