package io.atalaya.quantization.calibration;

import java.util.Arrays;

/**
 * The range of an activation from its histogram. Stateless.
 *
 * <p>Percentile: the left edges of the first bins at which the distribution reaches half of what is
 * cut off, and what is left of it. Entropy: of the ranges about 0, from 128 bins to all, the one
 * with the least Kullback–Leibler divergence of what is inside, with the outliers in the outermost
 * bins, from the same put on 128 levels. Neither goes beyond the values seen.
 *
 * <p>Source: ONNX Runtime's quantization tool (calibrate.py, compute_percentile and
 * get_entropy_threshold); S. Migacz, "8-bit Inference with TensorRT", GTC 2017.
 */
final class RangeFinder {

  private static final int LEVELS = 128;

  /** What an empty bin counts, so that the divergence is finite. */
  private static final double SMOOTHING = 1e-4;

  private RangeFinder() {}

  static ActivationRange range(CalibrationMethod method, Histogram histogram) {
    return switch (method) {
      case CalibrationMethod.MinMax ignored ->
          new ActivationRange(histogram.min(), histogram.max());
      case CalibrationMethod.Percentile percentile -> percentile(histogram, percentile.percent());
      case CalibrationMethod.Entropy ignored -> entropy(histogram);
    };
  }

  private static ActivationRange percentile(Histogram histogram, double percent) {
    double cut = (100 - percent) / 200;
    return seen(histogram, reaching(histogram, cut), reaching(histogram, 1 - cut));
  }

  /** The first bin at which at least {@code share} of the values lie in it or before it. */
  private static int reaching(Histogram histogram, double share) {
    long[] counts = histogram.counts();
    double total = histogram.total();
    double cumulated = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      cumulated += counts[bin] / total;
      if (cumulated >= share) {
        return bin;
      }
    }
    return counts.length;
  }

  private static ActivationRange entropy(Histogram histogram) {
    long[] counts = histogram.counts();
    int zero = counts.length / 2;
    double least = Double.POSITIVE_INFINITY;
    int best = zero;
    for (int half = LEVELS / 2; half <= zero; half++) {
      int start = zero - half;
      int end = Math.min(zero + half + 1, counts.length);
      double divergence = divergence(counts, start, end);
      if (divergence < least) {
        least = divergence;
        best = half;
      }
    }
    return seen(histogram, zero - best, Math.min(zero + best + 1, counts.length));
  }

  /** Of the values in bins from {@code start} to before {@code end}, put on the levels. */
  private static double divergence(long[] counts, int start, int end) {
    int size = end - start;
    long[] inside = Arrays.copyOfRange(counts, start, end);
    double[] reference = Arrays.stream(inside).asDoubleStream().toArray();
    for (int bin = 0; bin < start; bin++) {
      reference[0] += counts[bin];
    }
    for (int bin = end; bin < counts.length; bin++) {
      reference[size - 1] += counts[bin];
    }
    double[] levelled = new double[size];
    int width = size / LEVELS;
    for (int level = 0; level < LEVELS; level++) {
      int first = level * width;
      int last = level == LEVELS - 1 ? size : first + width;
      double sum = 0;
      for (int bin = first; bin < last; bin++) {
        sum += inside[bin];
      }
      int occupied = 0;
      for (int bin = first; bin < first + width; bin++) {
        occupied += reference[bin] != 0 ? 1 : 0;
      }
      if (occupied > 0) {
        // The tool keeps whole counts.
        Arrays.fill(levelled, first, first + width, Math.floor(sum / occupied));
      }
    }
    return smooth(reference) && smooth(levelled)
        ? kullbackLeibler(reference, levelled)
        : Double.POSITIVE_INFINITY;
  }

  /** Moves a little from the bins with values to those without; false where there is nothing. */
  private static boolean smooth(double[] counts) {
    long empty = Arrays.stream(counts).filter(count -> count == 0).count();
    long occupied = counts.length - empty;
    double taken = SMOOTHING * empty / occupied;
    if (occupied == 0 || taken >= 1) {
      return false;
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += counts[i] == 0 ? SMOOTHING : -taken;
    }
    return true;
  }

  /** Σ p·ln(p / q) of the two, each divided by its sum. */
  private static double kullbackLeibler(double[] p, double[] q) {
    double ofP = Arrays.stream(p).sum();
    double ofQ = Arrays.stream(q).sum();
    double divergence = 0;
    for (int i = 0; i < p.length; i++) {
      divergence += p[i] / ofP * Math.log(p[i] / ofP / (q[i] / ofQ));
    }
    return divergence;
  }

  private static ActivationRange seen(Histogram histogram, int left, int right) {
    float lower = Math.max((float) histogram.edge(left), histogram.min());
    float upper = Math.min((float) histogram.edge(right), histogram.max());
    return new ActivationRange(lower, upper);
  }
}
