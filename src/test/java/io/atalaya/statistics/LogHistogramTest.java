package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogHistogramTest {

  private static LogHistogram of(double... values) {
    LogHistogram histogram = new LogHistogram();
    for (double value : values) {
      histogram.add(value);
    }
    return histogram;
  }

  private static void assertQuantile(double expected, LogHistogram histogram, double q) {
    double actual = histogram.quantile(q).orElseThrow();
    assertEquals(expected, actual, expected * 0x1p-11, () -> "quantile " + q);
  }

  @Test
  void quantilesAreNumPysNearestRanks() {
    // numpy 2.4.6: x = np.arange(1, 1001) ** 2 / 1e5
    // np.quantile(x, [0, .001, .5, .95, .951, .99, .9999, 1], method="inverted_cdf")
    double[] q = {0, .001, .5, .95, .951, .99, .9999, 1};
    double[] expected = {1e-5, 1e-5, 2.5, 9.025, 9.04401, 9.801, 10.0, 10.0};
    LogHistogram histogram = new LogHistogram();
    for (int i = 1; i <= 1_000; i++) {
      histogram.add(i * (double) i / 1e5);
    }
    assertEquals(1_000, histogram.count());
    for (int i = 0; i < q.length; i++) {
      assertQuantile(expected[i], histogram, q[i]);
    }
  }

  @Test
  void quantilesOfAnyRangeAreOrderStatistics() {
    Random random = new Random(7);
    double[] values =
        random.doubles(3_000).map(u -> Math.pow(10, 300 * (2 * u - 1))).sorted().toArray();
    LogHistogram histogram = of(values);
    for (double q : new double[] {0.01, 0.25, 0.5, 0.95, 0.99, 1}) {
      double expected = values[(int) Math.ceil(q * values.length) - 1];
      assertQuantile(expected, histogram, q);
    }
  }

  @Test
  void zeroIsExactAndApartFromTheLeastNumbers() {
    LogHistogram histogram = of(0.0, -0.0, Double.MIN_VALUE);
    assertEquals(OptionalDouble.of(0), histogram.quantile(2.0 / 3));
    assertTrue(histogram.quantile(1).orElseThrow() > 0);
    histogram.retract(of(-0.0));
    histogram.retract(of(0.0));
    assertEquals(of(Double.MIN_VALUE), histogram);
  }

  @Test
  void noValuesHaveNoQuantile() {
    assertEquals(OptionalDouble.empty(), new LogHistogram().quantile(0.5));
  }

  @Test
  void aQuantileOutsideZeroToOneIsRefused() {
    for (double q : new double[] {-1e-9, 1 + 1e-9, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> of(1).quantile(q));
    }
  }

  @Test
  void takingBackWhatWasNotCountedIsRefusedAndChangesNothing() {
    LogHistogram histogram = of(1, 1, 2);
    assertThrows(IllegalArgumentException.class, () -> histogram.retract(of(3)));
    assertThrows(IllegalArgumentException.class, () -> histogram.retract(of(1, 2, 2)));
    assertThrows(IllegalArgumentException.class, () -> histogram.retract(of(1, 3)));
    assertEquals(of(1, 1, 2), histogram);
  }

  @Test
  void aThousandLatenciesTakeFewBytes() {
    Random random = new Random(8);
    LogHistogram histogram = new LogHistogram();
    for (int i = 0; i < 1_000; i++) {
      histogram.add(0.02 * Math.exp(0.3 * random.nextGaussian()));
    }
    ByteWriter out = new ByteWriter();
    histogram.writeTo(out);
    assertTrue(out.size() < 2_000, () -> out.size() + " bytes");
  }

  @Test
  void valuesOfAnyOrderAndDistanceAreCountedAndTakenBackWhileOthersCome() {
    Random random = new Random(9);
    LogHistogram histogram = new LogHistogram();
    List<Double> counted = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (!counted.isEmpty() && random.nextInt(3) == 0) {
        histogram.retract(of(counted.remove(random.nextInt(counted.size()))));
      } else {
        // Most are near each other, and some further apart than what can be gathered at once.
        double exponent = random.nextInt(50) == 0 ? 600 * random.nextDouble() - 300 : 0;
        double value = (1 + random.nextInt(500)) * Math.pow(10, Math.rint(exponent));
        histogram.add(value);
        counted.add(value);
      }
      if (random.nextInt(500) == 0) {
        assertEquals(counted.size(), histogram.count());
      }
    }
    double[] left = counted.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    for (double q : new double[] {0.01, 0.5, 0.99}) {
      assertQuantile(left[(int) Math.ceil(q * left.length) - 1], histogram, q);
    }
    counted.forEach(value -> histogram.retract(of(value)));
    assertTrue(histogram.isEmpty());
    assertThrows(IllegalArgumentException.class, () -> histogram.retract(of(counted.getFirst())));
    assertEquals(new LogHistogram(), histogram);
  }

  @Test
  void bytesOfNoHistogramAreRefused() {
    for (long[] numbers : new long[][] {{1, 5, 0}, {1, 1L << 40, 1}, {1, -1, 1}, {1, 5, -1}}) {
      ByteWriter out = new ByteWriter();
      Arrays.stream(numbers).forEach(out::writeUnsigned);
      ByteReader in = new ByteReader(out.toByteArray());
      assertThrows(IllegalArgumentException.class, () -> LogHistogram.readFrom(in));
    }
  }
}
