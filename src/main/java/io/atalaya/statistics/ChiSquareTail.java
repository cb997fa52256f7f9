package io.atalaya.statistics;

import org.apache.commons.math3.special.Gamma;

/** The upper tail of the χ² distribution. Stateless. */
final class ChiSquareTail {

  private ChiSquareTail() {}

  /** P(χ² ≥ {@code statistic}), 1 with no degree of freedom. */
  static double pValue(double statistic, double degreesOfFreedom) {
    return degreesOfFreedom == 0 ? 1 : Gamma.regularizedGammaQ(degreesOfFreedom / 2, statistic / 2);
  }
}
