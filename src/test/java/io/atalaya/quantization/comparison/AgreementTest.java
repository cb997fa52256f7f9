package io.atalaya.quantization.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AgreementTest {

  @Test
  void equalVectorsAgree() {
    float[][] vectors = {{1, 0}, {0, 1}, {1, 1}, {-1, 2}, {3, 1}, {2, 5}, {-4, -1}};
    Agreement.OfEmbeddings same = EmbeddingComparison.compare(vectors, vectors);
    assertEquals(1, same.cosine().value(), 1e-12);
    assertEquals(1, same.sameNearest());
    assertEquals(1, same.sharedNeighbours().value());
  }

  @Test
  void cosinesAndNeighboursAreCounted() {
    float[][] before = {{1, 0}, {1, 0.1f}, {0, 1}};
    float[][] after = {{0, 1}, {1, 0.1f}, {0, 1}};
    Agreement.OfEmbeddings agreement = EmbeddingComparison.compare(before, after);
    assertEquals(2 / 3.0, agreement.cosine().value(), 1e-9);
    assertEquals(0, agreement.leastCosine(), 1e-9);
    // Nearest before: 1, 0, 1; after: 2, 0 or 2 (the same distance, the first counts), 0.
    assertEquals(1 / 3.0, agreement.sameNearest(), 1e-9);
  }

  /** numpy 2.4.6: a.mean() ± 1.959963984540054 · a.std(ddof=1) / sqrt(4), a = [1, 2, 3, 6]. */
  @Test
  void aMeanHasItsInterval() {
    Mean mean = Mean.of(1, 2, 3, 6);
    assertEquals(3, mean.value());
    assertEquals(3 - 1.959963984540054 * 2.160246899469287 / 2, mean.lower(), 1e-12);
    assertEquals(3 + 1.959963984540054 * 2.160246899469287 / 2, mean.upper(), 1e-12);
    assertEquals(new Mean(5, 5, 5), Mean.of(5));
  }

  @Test
  void classesAreThoseOfTheGreatestNumber() {
    float[][] before = {{0.1f, 0.9f}, {0.8f, 0.2f}, {0.4f, 0.6f}, {1, 0}};
    float[][] after = {{0.2f, 0.8f}, {0.3f, 0.7f}, {0.4f, 0.6f}, {1, 0}};
    Agreement agreement =
        ModelKind.CLASSIFIER.compare(before, after, Optional.of(new double[] {1, 0, 1, 1}));
    assertEquals(
        new Agreement.OfClasses(4, 0.75, OptionalDouble.of(0.75), OptionalDouble.of(0.5)),
        agreement);
  }

  @Test
  void numbersAreComparedWithTheTruthWhereItIsKnown() {
    float[][] before = {{1}, {2}, {4}};
    float[][] after = {{1}, {2}, {5}};
    Agreement known =
        ModelKind.REGRESSOR.compare(before, after, Optional.of(new double[] {1, 2, 3}));
    assertEquals(0.5, known.fidelity(), 1e-12);
    Agreement unknown = ModelKind.REGRESSOR.compare(before, after, Optional.empty());
    assertInstanceOf(Agreement.OfNumbers.class, unknown);
    // 1 − 1 / Σ(a − 7/3)²
    assertEquals(1 - 1 / (14 / 3.0), unknown.fidelity(), 1e-12);
  }

  @Test
  void aBoundIsMetAtItsValueAndNotBelow() {
    Agreement agreement =
        new Agreement.OfClasses(4, 0.75, OptionalDouble.empty(), OptionalDouble.empty());
    assertTrue(new Comparison(100, 25, agreement, 0.75).passed());
    assertFalse(new Comparison(100, 25, agreement, 0.7500001).passed());
    assertEquals(0.25, new Comparison(100, 25, agreement, 0).sizeRatio());
  }

  @Test
  void nothingCannotBeCompared() {
    float[][] none = {};
    float[][] one = {{1}};
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelKind.REGRESSOR.compare(none, none, Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelKind.REGRESSOR.compare(one, none, Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelKind.REGRESSOR.compare(one, one, Optional.of(new double[] {1, 2})));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelKind.EMBEDDING.compare(one, one, Optional.empty()));
  }
}
