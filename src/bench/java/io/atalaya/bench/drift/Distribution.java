package io.atalaya.bench.drift;

import java.util.List;
import java.util.SplittableRandom;

/** What a feature's values are drawn from. */
interface Distribution {

  double draw(SplittableRandom random);

  /** Normal with a standard deviation of 1 before it is changed. */
  static Distribution normal(double mean, double standardDeviation) {
    return random -> mean + standardDeviation * random.nextGaussian();
  }

  /**
   * Normal with a standard deviation of 1, each value depending on the one before: an
   * autoregression of first order, which goes on where it was.
   *
   * @param memory the correlation of neighbours, 0 to 1
   */
  static Distribution remembering(double memory) {
    double[] last = {0};
    return random ->
        last[0] = memory * last[0] + Math.sqrt(1 - memory * memory) * random.nextGaussian();
  }

  /**
   * Normal about a level that goes up and down, with a standard deviation of 1 in all, half of its
   * variance the level's.
   *
   * @param period in how many values it does so once
   */
  static Distribution rhythm(int period) {
    int[] drawn = {0};
    return random ->
        Math.sin(2 * Math.PI * drawn[0]++ / period) + Math.sqrt(0.5) * random.nextGaussian();
  }

  /** The same that much higher. */
  default Distribution plus(double shift) {
    return random -> draw(random) + shift;
  }

  /** As many stars, from 1 up, as the weights are. */
  static Distribution stars(double... weights) {
    return random -> {
      double at = random.nextDouble() * sum(weights);
      int star = 0;
      while (star < weights.length - 1 && at >= weights[star]) {
        at -= weights[star++];
      }
      return star + 1;
    };
  }

  /**
   * Twenty features as a model has them: eleven normal, three log-normal, two uniform, one with
   * many zeros, one count, one rating and one rare event.
   */
  static List<Distribution> features() {
    Distribution normal = normal(0, 1);
    Distribution logNormal = random -> Math.exp(random.nextGaussian());
    Distribution uniform = SplittableRandom::nextDouble;
    Distribution zeros = random -> random.nextInt(10) < 6 ? 0 : random.nextExponential();
    Distribution count = random -> Math.floor(30 * random.nextExponential());
    Distribution rare = random -> random.nextInt(100) < 2 ? 1 : 0;
    return List.of(
        normal,
        stars(1, 1, 2, 3, 3),
        normal,
        normal,
        normal,
        normal,
        normal,
        normal,
        normal,
        normal,
        normal,
        normal,
        logNormal,
        logNormal,
        logNormal,
        uniform,
        uniform,
        zeros,
        count,
        rare);
  }

  private static double sum(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }
}
