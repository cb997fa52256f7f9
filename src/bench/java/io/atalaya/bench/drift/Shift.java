package io.atalaya.bench.drift;

/**
 * A change of one feature.
 *
 * @param name what it is called
 * @param feature which of {@link Distribution#features} changes
 * @param after what its values are drawn from afterwards
 */
record Shift(String name, int feature, Distribution after) {

  private static final int NORMAL = 0;
  private static final int STARS = 1;

  static Shift[] all() {
    return new Shift[] {
      mean(0),
      mean(0.02),
      mean(0.05),
      mean(0.1),
      mean(0.2),
      mean(0.5),
      new Shift("standard deviation × 1.25", NORMAL, Distribution.normal(0, 1.25)),
      new Shift("standard deviation × 1.5", NORMAL, Distribution.normal(0, 1.5)),
      new Shift(
          "two humps, same mean and variance",
          NORMAL,
          random -> (random.nextBoolean() ? 0.8 : -0.8) + 0.6 * random.nextGaussian()),
      new Shift(
          "exponential, same mean and variance", NORMAL, random -> random.nextExponential() - 1),
      new Shift("rating: 10 % move from 5 stars to 1", STARS, Distribution.stars(2, 1, 2, 3, 2)),
      new Shift("rating: 5 % move from 5 stars to 1", STARS, Distribution.stars(1.5, 1, 2, 3, 2.5))
    };
  }

  private static Shift mean(double deviations) {
    return new Shift("mean + " + deviations + " sd", NORMAL, Distribution.normal(deviations, 1));
  }
}
