package io.atalaya.statistics;

/**
 * A share of independent trials, with Wilson's limits ({@link ProportionInterval}).
 *
 * @param hits how many came true, from 0 to {@code n}
 * @param n the number of trials, at least 1
 */
public record Proportion(long hits, long n) implements ConfidenceLimits {

  public Proportion {
    if (n < 1 || hits < 0 || hits > n) {
      throw new IllegalArgumentException(hits + " of " + n + " trials is no share");
    }
  }

  @Override
  public double lower(double level) {
    return level == 0.5 ? value() : ProportionInterval.of(hits, n, 2 * level - 1).lower();
  }

  @Override
  public double upper(double level) {
    return level == 0.5 ? value() : ProportionInterval.of(hits, n, 2 * level - 1).upper();
  }

  private double value() {
    return (double) hits / n;
  }
}
