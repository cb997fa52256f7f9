package io.atalaya.generation;

import io.atalaya.statistics.StableHash;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a text lies in the space of meanings: a few numbers that stand for its embedding, the inner
 * products of that with vectors of random signs.
 *
 * <p>Definition: yⱼ = Σᵢ sⱼᵢ·xᵢ/√k for j = 1 … k, with signs s of equal probability that depend on
 * i and j alone. The expectation of |y|² is |x|², so distances stay what they were but for chance,
 * with a relative standard error of at most √(2/k) of their squares; and so do those between means
 * of vectors. A change of the distribution of x that moves its mean moves those of y.
 *
 * <p>Cost: k additions a dimension. Immutable.
 *
 * <p>Source: D. Achlioptas, "Database-friendly random projections: Johnson–Lindenstrauss with
 * binary coins", Journal of Computer and System Sciences 66, 2003; for tests of drift S. Rabanser,
 * S. Günnemann, Z. Lipton, "Failing loudly", NeurIPS 2019, where one test a coordinate is among the
 * best.
 */
public final class TextCoordinates {

  /** How many numbers stand for an embedding. */
  public static final int SIZE = 8;

  /** What has coordinates: what a text should be about, and the text. */
  public static final List<String> TEXTS = List.of("prompt", "completion");

  private TextCoordinates() {}

  /** The name of the coordinate j, from 1 to {@link #SIZE}, of one of {@link #TEXTS}. */
  public static String name(String text, int j) {
    return text + "_" + j;
  }

  /** The coordinates of an embedding. */
  static List<Double> of(float[] vector) {
    double[] sums = new double[SIZE];
    for (int i = 0; i < vector.length; i++) {
      long signs = StableHash.of(Integer.toString(i));
      for (int j = 0; j < SIZE; j++) {
        sums[j] += (signs >>> j & 1) == 0 ? vector[i] : -vector[i];
      }
    }
    List<Double> coordinates = new ArrayList<>();
    for (double sum : sums) {
      coordinates.add(sum / Math.sqrt(SIZE));
    }
    return coordinates;
  }
}
