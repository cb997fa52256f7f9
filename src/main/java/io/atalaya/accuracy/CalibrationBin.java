package io.atalaya.accuracy;

/**
 * A point of the reliability curve: what was stated with a probability above {@code lower} and at
 * most {@code upper}, the first bin holding 0 as well ({@code calibration_curve} of scikit-learn
 * with uniform bins).
 *
 * @param lower the lower edge
 * @param upper the upper edge
 * @param count how often, at least 1
 * @param meanProbability the mean probability
 * @param share how often it came true, over {@code count}
 */
public record CalibrationBin(
    double lower, double upper, long count, double meanProbability, double share) {}
