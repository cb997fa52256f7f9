package io.atalaya.drift;

import java.util.Arrays;
import java.util.Optional;

/** The tests that compare a window with its reference, in the order in which they are shown. */
public enum DriftTest {
  /** Kolmogorov–Smirnov, of numbers: statistic and effect are D. */
  KS("ks"),
  /** Neyman's smooth test of order 4, of numbers: the effect is in pooled standard deviations. */
  NEYMAN("neyman"),
  /** χ², of categories: the effect is Cramér's V. */
  CHI_SQUARED("chi-squared"),
  /** Wasserstein-1 over the reference's standard deviation, of numbers. */
  WASSERSTEIN("wasserstein"),
  /** Population stability index over the reference's deciles, or over categories. */
  PSI("psi"),
  /** Jensen–Shannon distance over the reference's deciles, or over categories. */
  JENSEN_SHANNON("jensen-shannon"),
  /** Categories that the reference does not have: the effect is how much more of them there are. */
  UNSEEN("unseen"),
  /** Numbers outside of the reference's range: the effect is their share. */
  OUT_OF_RANGE("out-of-range"),
  /**
   * Predictions in which the feature is null or absent: the effect is the change of their share.
   */
  MISSING("missing"),
  /** Predictions in which it is of another type: the effect is the change of their share. */
  MISTYPED("mistyped");

  private final String label;

  DriftTest(String label) {
    this.label = label;
  }

  /** Its name in metrics, in evidence and in the API. */
  public String label() {
    return label;
  }

  /** Whether its p-value decides on the distribution: any one that does suffices. */
  public boolean decides() {
    return this == KS || this == NEYMAN || this == CHI_SQUARED;
  }

  /** Whether it is about the health of the input, and makes a hit by itself. */
  public boolean isOfHealth() {
    return this == UNSEEN || this == OUT_OF_RANGE || isOfPredictions();
  }

  /** Whether it is made of all predictions, and not of the values alone. */
  public boolean isOfPredictions() {
    return this == MISSING || this == MISTYPED;
  }

  /** The test of a name. */
  public static Optional<DriftTest> ofLabel(String label) {
    return Arrays.stream(values()).filter(test -> test.label.equals(label)).findFirst();
  }
}
