package io.atalaya.accuracy;

import java.util.OptionalDouble;

/**
 * The quality of a regression model over a window of scored pairs, with error {@code e = prediction
 * - actual} and actual {@code a}. A figure without a denominator is empty.
 *
 * @param scored the number of pairs, n
 * @param mae Σ|e| / n
 * @param rmse √(Σe² / n)
 * @param r2 1 − Σe² / SST with SST = Σ(a − ā)²; empty when n < 2 or SST < 10⁻¹² Σa²
 * @param bias Σe / n
 * @param mape the mean of |e / a| over the pairs with a ≠ 0
 * @param wape Σ|e| / Σ|a|
 * @param accuracy max(0, 1 − WAPE), the forecast accuracy
 */
public record RegressionQuality(
    long scored,
    OptionalDouble mae,
    OptionalDouble rmse,
    OptionalDouble r2,
    OptionalDouble bias,
    OptionalDouble mape,
    OptionalDouble wape,
    OptionalDouble accuracy) {

  /** The figure that the check {@code name} judges; empty when undefined or no figure of this. */
  public OptionalDouble figure(String name) {
    return switch (name) {
      case "mae" -> mae;
      case "rmse" -> rmse;
      case "r2" -> r2;
      case "bias" -> bias;
      case "mape" -> mape;
      case "wape" -> wape;
      case "accuracy" -> accuracy;
      default -> OptionalDouble.empty();
    };
  }
}
