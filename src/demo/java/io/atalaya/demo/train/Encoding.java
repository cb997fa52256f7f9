package io.atalaya.demo.train;

import java.util.List;

/**
 * Turns raw inputs into what the network sees: hour and weekday as harmonics of their cycles, every
 * other input standardised.
 *
 * <p>Written as {@code [sin(x·F + p), x·S + c]}, so that the same four constants make the graph.
 * {@link StrictMath} gives the same network on every machine. Immutable.
 */
final class Encoding {

  private static final int HOUR_HARMONICS = 3;
  private static final int WEEKDAY_HARMONICS = 2;
  private static final int CYCLIC = 2;

  private final double[][] frequencies;
  private final double[] phases;
  private final double[][] scales;
  private final double[] shifts;

  private Encoding(double[][] frequencies, double[] phases, double[][] scales, double[] shifts) {
    this.frequencies = frequencies;
    this.phases = phases;
    this.scales = scales;
    this.shifts = shifts;
  }

  /**
   * The encoding of rows whose first two inputs are hour and weekday.
   *
   * @param rows the raw inputs that mean and deviation are taken from; an input that is constant
   *     there is only centred
   */
  static Encoding of(List<double[]> rows) {
    int inputs = rows.getFirst().length;
    int waves = 2 * (HOUR_HARMONICS + WEEKDAY_HARMONICS);
    double[][] frequencies = new double[inputs][waves];
    double[] phases = new double[waves];
    for (int wave = 0; wave < waves; wave++) {
      int harmonic = wave / 2;
      boolean hourly = harmonic < HOUR_HARMONICS;
      int order = 1 + (hourly ? harmonic : harmonic - HOUR_HARMONICS);
      frequencies[hourly ? 0 : 1][wave] = 2 * Math.PI * order / (hourly ? 24 : 7);
      phases[wave] = wave % 2 == 0 ? 0 : Math.PI / 2; // sine and cosine
    }
    double[][] scales = new double[inputs][inputs - CYCLIC];
    double[] shifts = new double[inputs - CYCLIC];
    for (int input = CYCLIC; input < inputs; input++) {
      int index = input;
      double mean = rows.stream().mapToDouble(row -> row[index]).average().orElseThrow();
      double variance =
          rows.stream()
              .mapToDouble(row -> (row[index] - mean) * (row[index] - mean))
              .average()
              .orElseThrow();
      double scale = variance > 0 ? 1 / Math.sqrt(variance) : 1;
      scales[input][input - CYCLIC] = scale;
      shifts[input - CYCLIC] = -mean * scale;
    }
    return new Encoding(frequencies, phases, scales, shifts);
  }

  /** F: one row an input, one column a wave; radians per unit of the input. */
  double[][] frequencies() {
    return frequencies;
  }

  /** p: one a wave, radians. */
  double[] phases() {
    return phases;
  }

  /** S: one row an input, one column a standardised value. */
  double[][] scales() {
    return scales;
  }

  /** c: one a standardised value. */
  double[] shifts() {
    return shifts;
  }

  /** The number of values that {@link #encode} gives. */
  int size() {
    return phases.length + shifts.length;
  }

  double[] encode(double[] inputs) {
    double[] encoded = new double[size()];
    for (int wave = 0; wave < phases.length; wave++) {
      encoded[wave] = StrictMath.sin(dot(inputs, frequencies, wave) + phases[wave]);
    }
    for (int value = 0; value < shifts.length; value++) {
      encoded[phases.length + value] = dot(inputs, scales, value) + shifts[value];
    }
    return encoded;
  }

  private static double dot(double[] row, double[][] matrix, int column) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += row[i] * matrix[i][column];
    }
    return sum;
  }
}
