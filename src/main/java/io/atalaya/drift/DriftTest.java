package io.atalaya.drift;

import java.util.Arrays;
import java.util.Optional;

/** The tests that compare a window with its reference, in the order in which they are shown. */
public enum DriftTest {
  /** Kolmogorov–Smirnov, of numbers: statistic and effect are D. */
  KS("ks"),
  /** χ², of categories: the effect is Cramér's V. */
  CHI_SQUARED("chi-squared"),
  /** Wasserstein-1 over the reference's standard deviation, of numbers. */
  WASSERSTEIN("wasserstein"),
  /** Population stability index over the reference's deciles, or over categories. */
  PSI("psi"),
  /** Jensen–Shannon distance over the reference's deciles, or over categories. */
  JENSEN_SHANNON("jensen-shannon");

  private final String label;

  DriftTest(String label) {
    this.label = label;
  }

  /** Its name in metrics, in evidence and in the API. */
  public String label() {
    return label;
  }

  /** Whether its p-value is the one of the verdict; one such test is made of each feature. */
  public boolean decides() {
    return this == KS || this == CHI_SQUARED;
  }

  /** The test of a name. */
  public static Optional<DriftTest> ofLabel(String label) {
    return Arrays.stream(values()).filter(test -> test.label.equals(label)).findFirst();
  }
}
