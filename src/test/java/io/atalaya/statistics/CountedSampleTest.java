package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CountedSampleTest {

  @Test
  void ofFewDistinctValuesItIsTheReferenceSample() {
    Random random = new Random(1);
    for (int distinct : new int[] {1, 2, 20, 1_022}) {
      double[] values = values(30_000, any -> random.nextInt(distinct) / 7.0 - 3);
      // Rare ones, that no sample has; the largest number makes 1,024 of them.
      values[17] = -1e9;
      values[18] = 1e9;
      assertEquals(
          ReferenceSample.of(values), counted(values, Arrays.copyOf(values, 10)), distinct + "");
    }
  }

  @Test
  void ofMoreTheCountsAtTheKnotsAreExact() {
    Random random = new Random(2);
    double[] values = values(200_000, any -> Math.exp(2 * random.nextGaussian()));
    ReferenceSample sample = counted(values, drawn(values, 50_000));
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sample.knots(); i++) {
      double knot = sample.knot(i);
      assertEquals(
          Arrays.stream(sorted).filter(value -> value < knot).count(), sample.countBelow(i));
      assertEquals(
          Arrays.stream(sorted).filter(value -> value <= knot).count(), sample.countUpTo(i));
    }
    assertEquals(sorted[0], sample.knot(0));
    assertEquals(sorted[sorted.length - 1], sample.knot(sample.knots() - 1));
    assertEquals(values.length, sample.size());
  }

  /** The ranks leave 1/1,023 between two knots, the candidates some of their own. */
  @Test
  void theLargestGapIsHardlyLargerThanThatOfAllValues() {
    Random random = new Random(3);
    for (DoubleUnaryOperator shape :
        new DoubleUnaryOperator[] {
          any -> random.nextDouble(),
          any -> random.nextGaussian(),
          any -> Math.exp(3 * random.nextGaussian()),
          any -> random.nextInt(3) == 0 ? 5 : random.nextGaussian(),
          any -> random.nextInt(5_000)
        }) {
      double[] values = values(500_000, shape);
      ReferenceSample sample = counted(values, drawn(values, 50_000));
      assertTrue(sample.largestGapMass() < 1.3 / 1_023, "gap " + sample.largestGapMass());
    }
  }

  @Test
  void meanAndDeviationAreThoseOfAllValues() {
    Random random = new Random(4);
    double[] values = values(50_000, any -> 1e8 + random.nextGaussian());
    ReferenceSample all = ReferenceSample.of(values);
    ReferenceSample counted = counted(values, drawn(values, 2_000));
    assertEquals(all.mean(), counted.mean());
    assertEquals(all.standardDeviation(), counted.standardDeviation());
  }

  @Test
  void negativeZeroIsZero() {
    assertEquals(
        ReferenceSample.of(new double[] {0, 0, 1}),
        counted(new double[] {-0.0, 0.0, 1}, new double[] {-0.0}));
  }

  @Test
  void itDoesNotDependOnTheOrderOfTheValues() {
    Random random = new Random(5);
    double[] values = values(20_000, any -> random.nextGaussian());
    double[] drawn = drawn(values, 3_000);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    assertEquals(counted(values, drawn.clone()), counted(sorted, drawn.clone()));
  }

  @Test
  void otherValuesTheSecondTimeAreNoticed() {
    for (double[] second : new double[][] {{1, 2}, {1, 2, 3, 4}, {0, 2, 3}, {1, 2, 5}, {}}) {
      CountedSample sample = new CountedSample(ReferenceSample.MAX_KNOTS);
      Arrays.stream(new double[] {1, 2, 3}).forEach(sample::offer);
      sample.begin(new double[0]);
      Arrays.stream(second).forEach(sample::count);
      assertThrows(IllegalStateException.class, sample::sample, Arrays.toString(second));
    }
  }

  private static ReferenceSample counted(double[] values, double[] drawn) {
    CountedSample sample = new CountedSample(ReferenceSample.MAX_KNOTS);
    Arrays.stream(values).forEach(sample::offer);
    sample.begin(drawn);
    Arrays.stream(values).forEach(sample::count);
    return sample.sample();
  }

  private static double[] values(int size, DoubleUnaryOperator value) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> value.applyAsDouble(i));
    return values;
  }

  private static double[] drawn(double[] values, int size) {
    Random random = new Random(6);
    return values(size, any -> values[random.nextInt(values.length)]);
  }
}
