package io.atalaya.drift;

import io.atalaya.window.WindowLabel;
import java.time.Duration;
import java.util.Map;

/**
 * How one model's drift is judged.
 *
 * <p>An argument out of its bounds is refused with a message that begins with its configuration
 * key.
 *
 * @param window the window compared with the reference
 * @param reference where the reference comes from
 * @param level at which adjusted p-value a difference is more than chance
 * @param effect the least effects worth a signal; any one suffices
 * @param minSamples the least number of values in the window for a verdict
 * @param persistence how many of the last closed windows must agree
 * @param maxWindow the longest that a window with too few values runs on
 * @param features what is said of single features, by name
 */
public record DriftSettings(
    Duration window,
    ReferenceSource reference,
    SignificanceLevel level,
    Effect effect,
    long minSamples,
    Persistence persistence,
    Duration maxWindow,
    Map<String, Feature> features) {

  /**
   * Least effects.
   *
   * @param ks the Kolmogorov-Smirnov distance, 0 to 1
   * @param wasserstein the Wasserstein-1 distance over the reference's standard deviation
   * @param neyman the distance of Neyman's smooth test, in pooled standard deviations
   * @param psi the population stability index
   * @param jensenShannon the Jensen–Shannon distance, 0 to 1
   * @param cramersV Cramér's V, 0 to 1
   * @param inputs the share of missing, mistyped, unseen or out-of-range values that is more than
   *     in the reference, or less, 0 to 1
   */
  public record Effect(
      double ks,
      double wasserstein,
      double neyman,
      double psi,
      double jensenShannon,
      double cramersV,
      double inputs) {

    /** Where nothing else is configured. */
    public static final Effect DEFAULT = new Effect(0.1, 0.1, 0.2, 0.2, 0.1, 0.1, 0.02);

    public Effect {
      requireUpToOne("ks", ks);
      if (!(wasserstein >= 0 && Double.isFinite(wasserstein))) {
        throw new IllegalArgumentException(
            "wasserstein: "
                + wasserstein
                + " is not 0 or more: give a share of the reference's standard deviation, for"
                + " example 0.1");
      }
      if (!(neyman >= 0 && Double.isFinite(neyman))) {
        throw new IllegalArgumentException(
            "neyman: " + neyman + " is not 0 or more: give standard deviations, for example 0.2");
      }
      if (!(psi >= 0 && Double.isFinite(psi))) {
        throw new IllegalArgumentException(
            "psi: " + psi + " is not 0 or more: give an index, for example 0.2");
      }
      requireUpToOne("jensen-shannon", jensenShannon);
      requireUpToOne("cramers-v", cramersV);
      if (!(inputs >= 0 && inputs <= 1)) {
        throw new IllegalArgumentException(
            "inputs: " + inputs + " is not from 0 to 1: give a share, for example 0.02");
      }
    }

    /** The least effect of a test. */
    public double of(DriftTest test) {
      return switch (test) {
        case KS -> ks;
        case NEYMAN -> neyman;
        case CHI_SQUARED -> cramersV;
        case WASSERSTEIN -> wasserstein;
        case PSI -> psi;
        case JENSEN_SHANNON -> jensenShannon;
        case MISSING, MISTYPED, UNSEEN, OUT_OF_RANGE -> inputs;
      };
    }

    private static void requireUpToOne(String key, double bound) {
      if (!(bound >= 0 && bound <= 1)) {
        throw new IllegalArgumentException(
            key + ": " + bound + " is not from 0 to 1: give a distance, for example 0.1");
      }
    }
  }

  /** {@code atLeast} of the last {@code of} closed windows. */
  public record Persistence(int of, int atLeast) {

    /** The most windows that are remembered. */
    public static final int MOST = 100;

    public Persistence {
      if (of < 1 || of > MOST) {
        throw new IllegalArgumentException(
            "of: "
                + of
                + " is not from 1 to "
                + MOST
                + ": give a number of windows, for example 3");
      }
      if (atLeast < 1 || atLeast > of) {
        throw new IllegalArgumentException(
            "at-least: "
                + atLeast
                + " is not from 1 to "
                + of
                + " (of): give how many of the last "
                + of
                + " windows must agree");
      }
    }
  }

  /** As what a feature is compared. */
  public enum Kind {
    /** As the reference has it: as categories where it has few values, or names. */
    BY_REFERENCE,
    NUMERIC,
    CATEGORICAL
  }

  /**
   * What is said of one feature.
   *
   * @param kind as what it is compared
   * @param importance what its drift counts in the ranking, 0 or more
   */
  public record Feature(Kind kind, double importance) {

    /** Where nothing is said. */
    public static final Feature DEFAULT = new Feature(Kind.BY_REFERENCE, 1);

    public Feature {
      if (!(importance >= 0 && Double.isFinite(importance))) {
        throw new IllegalArgumentException(
            "importance: " + importance + " is not 0 or more: give a weight, for example 2");
      }
    }
  }

  public DriftSettings {
    features = Map.copyOf(features);
    if (!window.isPositive()) {
      throw new IllegalArgumentException(
          "window: " + window + " is not above 0: give a duration, for example 1h");
    }
    if (reference instanceof ReferenceSource.File(_, var seasons) && seasons.isPresent()) {
      Seasons.requireWithin(window);
    }
    if (minSamples < 1) {
      throw new IllegalArgumentException(
          "min-samples: " + minSamples + " is below 1: give a number of values, for example 300");
    }
    if (maxWindow.compareTo(window) < 0) {
      throw new IllegalArgumentException(
          "max-window: "
              + maxWindow.toSeconds()
              + "s is shorter than the window of "
              + WindowLabel.of(window)
              + ": give that or more, for example 7d");
    }
  }

  /** Settings that say nothing of single features. */
  public DriftSettings(
      Duration window,
      ReferenceSource reference,
      SignificanceLevel level,
      Effect effect,
      long minSamples,
      Persistence persistence,
      Duration maxWindow) {
    this(window, reference, level, effect, minSamples, persistence, maxWindow, Map.of());
  }

  /** What is said of a feature. */
  public Feature feature(String name) {
    return features.getOrDefault(name, Feature.DEFAULT);
  }
}
