package io.atalaya.quantization.calibration;

import java.util.Arrays;

/**
 * How many values of a tensor lie in each of equal bins from −t to t.
 *
 * <p>The first values set t, their greatest amount; greater ones later add bins of the same width
 * on both sides. A bin includes its left edge, the last one its right edge too. NaN and infinity
 * are refused. Memory: the bins. One writer.
 *
 * <p>Source: the histogram of ONNX Runtime's quantization tool (calibrate.py, HistogramCollector).
 */
final class Histogram {

  /** Bins at the beginning, as in ONNX Runtime for percentiles. */
  private static final int BINS = 2_048;

  private long[] counts = new long[BINS];
  private double threshold;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  /** Adds values. */
  void add(float[] values) {
    float greatest = 0;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a value is " + value);
      }
      min = Math.min(min, value);
      max = Math.max(max, value);
      greatest = Math.max(greatest, Math.abs(value));
    }
    widenTo(greatest);
    for (float value : values) {
      counts[threshold == 0 ? counts.length / 2 : bin(value)]++;
    }
  }

  private void widenTo(double greatest) {
    if (threshold == 0) {
      threshold = greatest;
    } else if (greatest > threshold) {
      double width = 2 * threshold / counts.length;
      int more = (int) Math.floor((greatest - threshold) / width) + 1;
      long[] wider = new long[counts.length + 2 * more];
      System.arraycopy(counts, 0, wider, more, counts.length);
      counts = wider;
      threshold += more * width;
    }
  }

  /** The division may be off by one; the edges decide. */
  private int bin(double value) {
    int last = counts.length - 1;
    int bin = (int) ((value + threshold) / (2 * threshold) * counts.length);
    bin = Math.clamp(bin, 0, last);
    if (value < edge(bin)) {
      return Math.max(0, bin - 1);
    }
    return bin < last && value >= edge(bin + 1) ? bin + 1 : bin;
  }

  /** Where bin {@code index} begins. */
  double edge(int index) {
    return index == counts.length ? threshold : -threshold + 2 * threshold / counts.length * index;
  }

  long[] counts() {
    return counts.clone();
  }

  long total() {
    return Arrays.stream(counts).sum();
  }

  /** Whether nothing was added. */
  boolean isEmpty() {
    return min > max;
  }

  float min() {
    return min;
  }

  float max() {
    return max;
  }
}
