package io.atalaya.drift;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.atalaya.drift.TestFamilies.Stake;
import io.atalaya.statistics.JointTail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** At which adjusted p-value a window's difference is taken for more than chance. */
public sealed interface SignificanceLevel {

  /**
   * A fixed false discovery rate.
   *
   * @param rate above 0, below 1
   */
  record Alpha(double rate) implements SignificanceLevel {
    public Alpha {
      if (!(rate > 0 && rate < 1)) {
        throw new IllegalArgumentException(
            "alpha: "
                + rate
                + " is not between 0 and 1: give a false discovery rate, for example 0.01");
      }
    }

    @Override
    public double alpha(
        List<List<Stake>> features,
        double shared,
        Duration window,
        DriftSettings.Persistence persistence) {
      return rate;
    }
  }

  /**
   * The most false alarms of a model in 30 days that are to be expected while nothing drifts.
   *
   * <p>While nothing drifts, of a family of F independent tests Σ k·F!/(F − k)!·(α/F)ᵏ (k = 1 … F)
   * adjusted p-values are expected to be at most α (H. Finner, M. Roters, "Multiple hypotheses
   * testing and expected number of type I errors", Ann. Statist. 30, 2002): each is with an F-th of
   * that as its probability (where two tests decide together, of half the level); a feature is hit
   * if that of any of its tests is, with a probability of at most the sum a. A false alarm begins
   * with a window in which a feature is hit, and at least k − 1 of the K − 1 windows before it are:
   * with W windows in 30 days there are at most W · C(K − 1, k − 1) · P such ways for each feature,
   * P being the probability that k given windows are hit. Windows that are compared with one
   * reference are not independent: of the variance of a difference between n and m values, n/(n +
   * m) is the reference's, and all windows have it in common. P is therefore that of k normal
   * variables with this correlation; hits by different tests have less in common. The least effects
   * are not counted on: what they prevent comes on top.
   *
   * @param alarms above 0
   */
  record Budget(double alarms) implements SignificanceLevel {

    private static final Duration PERIOD = Duration.ofDays(30);

    /** An adjusted p-value of more says nothing. */
    private static final double MOST = 0.5;

    /** The level is found as a power of two, to one part in 10⁷ or better. */
    private static final double LEAST_POWER = -200;

    private static final int HALVINGS = 32;

    /** A feature with tests in several small families may be hit nearly always. */
    private static final double MOST_HITS = 0.999;

    public Budget {
      if (!(alarms > 0 && Double.isFinite(alarms))) {
        throw new IllegalArgumentException(
            "false-alarms: " + alarms + " is not above 0: give alarms in 30 days, for example 1");
      }
    }

    @Override
    public double alpha(
        List<List<Stake>> features,
        double shared,
        Duration window,
        DriftSettings.Persistence persistence) {
      // Most features are hit with one and the same probability.
      Map<List<Stake>, Long> alike =
          features.stream().collect(groupingBy(Function.identity(), counting()));
      double windows = PERIOD.toMillis() / (double) window.toMillis();
      double ways = windows * combinations(persistence.of() - 1, persistence.atLeast() - 1);
      double least = LEAST_POWER;
      double most = Math.log(MOST) / Math.log(2);
      for (int i = 0; i < HALVINGS; i++) {
        double power = (least + most) / 2;
        double alpha = Math.pow(2, power);
        double expected = 0;
        for (Map.Entry<List<Stake>, Long> feature : alike.entrySet()) {
          double sum = feature.getKey().stream().mapToDouble(test -> rejection(alpha, test)).sum();
          double hit = Math.min(MOST_HITS, sum);
          expected +=
              feature.getValue() * JointTail.probability(hit, persistence.atLeast(), shared);
        }
        if (ways * expected > alarms) {
          most = power;
        } else {
          least = power;
        }
      }
      return Math.pow(2, least);
    }

    /** The probability that one test of a family of so many is rejected. */
    private static double rejection(double alpha, Stake test) {
      int size = test.family();
      double level = alpha / test.weight();
      double term = level / size;
      double sum = 0;
      for (int k = 1; k <= size; k++) {
        sum += k * term;
        term *= (size - k) * (level / size);
      }
      return sum;
    }

    private static double combinations(int of, int chosen) {
      double combinations = 1;
      for (int i = 1; i <= chosen; i++) {
        combinations *= (of - chosen + i) / (double) i;
      }
      return combinations;
    }
  }

  /** Where a level is needed before it is known what is judged together. */
  double NOMINAL = 0.01;

  /**
   * The level for features that are judged together.
   *
   * @param features for each, what its tests that can make a hit add to its false alarms
   * @param shared the share of the variance of their differences that windows have in common, from
   *     0 to 1
   */
  double alpha(
      List<List<Stake>> features,
      double shared,
      Duration window,
      DriftSettings.Persistence persistence);
}
