package io.atalaya.quantization.comparison;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compares vectors by their directions. Stateless; time grows with the square of the samples.
 *
 * <p>A vector of zeros has cosine 0 with all others.
 */
public final class EmbeddingComparison {

  /** How many neighbours are compared. */
  public static final int NEIGHBOURS = 5;

  private EmbeddingComparison() {}

  /**
   * Compares the answers of two models.
   *
   * @param original a vector for each sample
   * @param quantized as many, in the same order
   * @throws IllegalArgumentException with fewer than two samples
   */
  public static Agreement.OfEmbeddings compare(float[][] original, float[][] quantized) {
    int samples = original.length;
    if (samples < 2 || quantized.length != samples) {
      throw new IllegalArgumentException(
          "%d answers and %d cannot be compared: two or more of each are needed"
              .formatted(samples, quantized.length));
    }
    double[] cosines = new double[samples];
    double[] shared = new double[samples];
    int same = 0;
    for (int i = 0; i < samples; i++) {
      cosines[i] = cosine(original[i], quantized[i]);
      List<Integer> before = neighbours(original, i);
      List<Integer> after = neighbours(quantized, i);
      Set<Integer> both = new HashSet<>(before);
      both.retainAll(after);
      shared[i] = (double) both.size() / before.size();
      same += before.getFirst().equals(after.getFirst()) ? 1 : 0;
    }
    return new Agreement.OfEmbeddings(
        samples,
        Mean.of(cosines),
        Arrays.stream(cosines).min().orElseThrow(),
        (double) same / samples,
        Mean.of(shared));
  }

  private static List<Integer> neighbours(float[][] vectors, int of) {
    return IntStream.range(0, vectors.length)
        .filter(i -> i != of)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -cosine(vectors[of], vectors[i])))
        .limit(NEIGHBOURS)
        .toList();
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(squaresOfA * squaresOfB);
    return lengths == 0 ? 0 : product / lengths;
  }
}
