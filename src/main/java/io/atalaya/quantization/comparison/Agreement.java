package io.atalaya.quantization.comparison;

import io.atalaya.accuracy.RegressionQuality;
import java.util.Optional;
import java.util.OptionalDouble;

/** How near the answers of a quantized model are to the original's, on the same samples. */
public sealed interface Agreement {

  /** One figure for all of it: 1 for equal answers, lower for worse ones. */
  double fidelity();

  /** What {@link #fidelity} is called. */
  String measure();

  /** The least fidelity with which one would serve the quantized model instead. */
  double usualBound();

  /**
   * Of models that answer with a vector.
   *
   * @param samples their number
   * @param cosine of the two vectors of a sample, averaged
   * @param leastCosine the smallest of them
   * @param sameNearest the share of the samples whose nearest neighbour is the same
   * @param sharedNeighbours how many of the {@link EmbeddingComparison#NEIGHBOURS} nearest are the
   *     same, as a share, averaged
   */
  record OfEmbeddings(
      int samples, Mean cosine, double leastCosine, double sameNearest, Mean sharedNeighbours)
      implements Agreement {
    @Override
    public double fidelity() {
      return cosine.value();
    }

    @Override
    public String measure() {
      return "mean cosine";
    }

    @Override
    public double usualBound() {
      return 0.99;
    }
  }

  /**
   * Of classifiers.
   *
   * @param samples their number
   * @param sameClass the share of the samples with the same most likely class
   * @param accuracyBefore the original's, where the true classes are known
   * @param accuracyAfter the quantized model's, where the true classes are known
   */
  record OfClasses(
      int samples, double sameClass, OptionalDouble accuracyBefore, OptionalDouble accuracyAfter)
      implements Agreement {
    @Override
    public double fidelity() {
      return sameClass;
    }

    @Override
    public String measure() {
      return "share of same classes";
    }

    @Override
    public double usualBound() {
      return 0.98;
    }
  }

  /**
   * Of regression models.
   *
   * @param before the original's quality, where the true values are known
   * @param after the quantized model's quality, where the true values are known; else taking the
   *     original's answers for the truth
   */
  record OfNumbers(Optional<RegressionQuality> before, RegressionQuality after)
      implements Agreement {
    @Override
    public double fidelity() {
      double rmse = after.rmse().orElse(0);
      return before.isEmpty()
          ? after.r2().orElse(rmse == 0 ? 1 : 0)
          : rmse == 0 ? 1 : before.get().rmse().orElse(0) / rmse;
    }

    @Override
    public String measure() {
      return before.isEmpty() ? "R2 against the original" : "RMSE before over RMSE after";
    }

    @Override
    public double usualBound() {
      return before.isEmpty() ? 0.99 : 0.98;
    }
  }
}
