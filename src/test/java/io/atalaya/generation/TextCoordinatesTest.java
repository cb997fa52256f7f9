package io.atalaya.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextCoordinatesTest {

  private static float[] vector(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double square(List<Double> coordinates) {
    return coordinates.stream().mapToDouble(y -> y * y).sum();
  }

  @Test
  void aCoordinateIsASumWithSigns() {
    List<Double> one = TextCoordinates.of(new float[] {2});
    assertEquals(TextCoordinates.SIZE, one.size());
    one.forEach(y -> assertEquals(2 / Math.sqrt(8), Math.abs(y), 1e-15));
    assertEquals(4, square(one), 1e-14);
  }

  /** References that were learned before hold coordinates, so they are never to change. */
  @Test
  void namesAndSignsStayWhatTheyAre() {
    assertEquals("completion_1", TextCoordinates.name("completion", 1));
    assertEquals("++--+-++", signs(new float[] {1, 0}));
    assertEquals("+--+-+--", signs(new float[] {0, 1}));
  }

  private static String signs(float[] vector) {
    return TextCoordinates.of(vector).stream()
        .map(y -> y > 0 ? "+" : "-")
        .collect(Collectors.joining());
  }

  @Test
  void theSquareOfTheLengthIsKeptOnAverage() {
    Random random = new Random(3);
    double ratio = 0;
    int vectors = 4_000;
    for (int i = 0; i < vectors; i++) {
      float[] vector = vector(random, 384);
      double length = 0;
      for (float x : vector) {
        length += (double) x * x;
      }
      ratio += square(TextCoordinates.of(vector)) / length / vectors;
    }
    // Standard error sqrt(2/8/4,000) = 0.008.
    assertEquals(1, ratio, 0.04);
  }

  @Test
  void coordinatesLookAtDifferentThings() {
    float[] vector = vector(new Random(5), 384);
    List<Double> coordinates = TextCoordinates.of(vector);
    for (int j = 1; j < coordinates.size(); j++) {
      assertNotEquals(Math.abs(coordinates.getFirst()), Math.abs(coordinates.get(j)), 1e-6);
    }
  }
}
