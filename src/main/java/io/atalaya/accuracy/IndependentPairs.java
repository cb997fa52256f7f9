package io.atalaya.accuracy;

import io.atalaya.statistics.Estimate;
import io.atalaya.statistics.ExactSum;
import java.util.Optional;

/**
 * The standard errors of the figures on the assumption that every pair is independent of all
 * others, by the delta method.
 *
 * <p>Definition, with s² a sample's variance: of the mean of x, √(s²(x)/n), x being |e| (MAE), e
 * (bias), |e/a| (MAPE, over the pairs with a ≠ 0) or e² (MSE); of RMSE, that of MSE over 2·RMSE; of
 * WAPE, which is R = Σ|e|/Σ|a|, √(n·s²(|e| − R|a|))/Σ|a|. R² is 1 − MSE/V with V the variance of
 * the actuals: the relative variances of both add up, that of V being 2/(n − 1), as if actuals were
 * normal and errors had nothing to do with them. n − 1 degrees of freedom.
 *
 * <p>Undefined with fewer than two pairs, and where the figure is. Stateless.
 *
 * <p>Source: H. Cramér, Mathematical Methods of Statistics, 1946, 27.7 and 28.4; for ratios W. G.
 * Cochran, Sampling Techniques, 1977, 6.4.
 */
final class IndependentPairs {

  private IndependentPairs() {}

  /** The estimate of the figure that the check {@code name} judges; accuracy is 1 − WAPE here. */
  static Optional<Estimate> estimate(ErrorSums sums, String name) {
    return switch (name) {
      case "mae" -> mean(sums.scored(), sums.absoluteError, sums.squaredError);
      case "bias" -> mean(sums.scored(), sums.error, sums.squaredError);
      case "mape" -> mean(sums.nonZeroActuals(), sums.relativeError, sums.squaredRelativeError);
      case "rmse" -> rmse(sums);
      case "r2" -> r2(sums);
      case "wape" -> wape(sums);
      case "accuracy" ->
          wape(sums)
              .map(
                  wape ->
                      new Estimate(
                          1 - wape.value(), wape.standardError(), wape.degreesOfFreedom()));
      default -> Optional.empty();
    };
  }

  private static Optional<Estimate> mean(long n, ExactSum sum, ExactSum squares) {
    double deviations = ExactSum.squaredDeviations(n, sum, squares);
    double freedom = n - 1.0;
    return Estimate.of(sum.value() / n, Math.sqrt(deviations / freedom / n), freedom);
  }

  private static Optional<Estimate> rmse(ErrorSums sums) {
    double rmse = Math.sqrt(sums.squaredError.value() / sums.scored());
    double error = rmse == 0 ? 0 : relativeErrorOfMse(sums) * rmse / 2;
    return Estimate.of(rmse, error, sums.scored() - 1.0);
  }

  private static Optional<Estimate> r2(ErrorSums sums) {
    double freedom = sums.scored() - 1.0;
    double rest = 1 - sums.snapshot().r2().orElse(Double.NaN);
    double error =
        rest == 0 ? 0 : rest * Math.hypot(relativeErrorOfMse(sums), Math.sqrt(2 / freedom));
    return Estimate.of(1 - rest, error, freedom);
  }

  /** The standard error of MSE over MSE. */
  private static double relativeErrorOfMse(ErrorSums sums) {
    double n = (double) sums.scored();
    double deviations =
        ExactSum.squaredDeviations(sums.scored(), sums.squaredError, sums.squaredSquaredError);
    return Math.sqrt(deviations / (n - 1) / n) / (sums.squaredError.value() / n);
  }

  private static Optional<Estimate> wape(ErrorSums sums) {
    double n = (double) sums.scored();
    double actuals = sums.absoluteActual.value();
    double wape = sums.absoluteError.value() / actuals;
    double deviations =
        sums.squaredError.value()
            - 2 * wape * sums.errorByActual.value()
            + wape * wape * sums.squaredActual.value();
    return Estimate.of(wape, Math.sqrt(Math.max(0, deviations) / (n - 1) * n) / actuals, n - 1);
  }
}
