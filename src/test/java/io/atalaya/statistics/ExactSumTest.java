package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  private static ExactSum sumOf(double... values) {
    ExactSum sum = new ExactSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum;
  }

  /** Any finite double, all exponents and signs. */
  private static double anyDouble(Random random) {
    double value;
    do {
      value = Double.longBitsToDouble(random.nextLong());
    } while (!Double.isFinite(value));
    return value;
  }

  @Test
  void agreesWithPythonsExactSum() {
    // Python 3.11: math.fsum([...])
    assertEquals(0.6, sumOf(0.1, 0.2, 0.3).value());
    assertEquals(1.0, sumOf(.1, .1, .1, .1, .1, .1, .1, .1, .1, .1).value());
    assertEquals(2.0, sumOf(1e100, 1.0, -1e100, 1.0).value());
    assertEquals(1e16 + 2, sumOf(1e16, 1.0, 1e-16).value());
    assertEquals(1e16, sumOf(1e16, 1.0).value());
    assertEquals(-Double.MIN_VALUE, sumOf(1.0, -Double.MIN_VALUE, -1.0).value());
    // The harmonic numbers: math.fsum(1 / k for k in range(1, 100_001))
    ExactSum harmonic = new ExactSum();
    for (int k = 1; k <= 100_000; k++) {
      harmonic.add(1.0 / k);
    }
    assertEquals(12.090146129863427, harmonic.value());
  }

  @Test
  void isRoundedOnceAtEveryMagnitude() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      ExactSum sum = new ExactSum();
      BigDecimal expected = BigDecimal.ZERO;
      for (int i = random.nextInt(6); i >= 0; i--) {
        // Exponents close together, so that rounding and cancellation happen; all levels.
        double scale = Math.scalb(1.0, random.nextInt(60) + (round % 34 - 18) * 58);
        double value = (random.nextDouble() - 0.5) * scale;
        sum.add(value);
        expected = expected.add(new BigDecimal(value));
      }
      assertEquals(expected.doubleValue(), sum.value(), 0.0);
    }
  }

  @Test
  void productsAreExactOverTheWholeRange() {
    Random random = new Random(2);
    for (int round = 0; round < 500; round++) {
      ExactSum sum = new ExactSum();
      BigDecimal expected = BigDecimal.ZERO;
      for (int i = 0; i < 3; i++) {
        double x = anyDouble(random);
        double y = anyDouble(random);
        sum.addProduct(x, y);
        expected = expected.add(new BigDecimal(x).multiply(new BigDecimal(y)));
      }
      assertEquals(expected.doubleValue(), sum.value(), 0.0);
    }
  }

  @Test
  void tiesRoundToEvenAndTheLeastBitDecides() {
    double ulp = Math.ulp(1.0);
    assertEquals(1.0, sumOf(1.0, ulp / 2).value());
    assertEquals(1.0 + 2 * ulp, sumOf(1.0 + ulp, ulp / 2).value());
    assertEquals(1.0 + ulp, sumOf(1.0, ulp / 2, Double.MIN_VALUE).value());
    ExactSum halfOfTheLeast = new ExactSum();
    halfOfTheLeast.addProduct(Double.MIN_VALUE, 0.5);
    assertEquals(0.0, halfOfTheLeast.value());
    assertFalse(halfOfTheLeast.isEmpty());
    halfOfTheLeast.addProduct(Double.MIN_VALUE, Double.MIN_VALUE);
    assertEquals(Double.MIN_VALUE, halfOfTheLeast.value());
  }

  @Test
  void aSumBeyondTheRangeIsInfiniteUntilItComesBack() {
    ExactSum sum = sumOf(Double.MAX_VALUE, Double.MAX_VALUE, 1.0);
    assertEquals(Double.POSITIVE_INFINITY, sum.value());
    assertEquals(new DoubleDouble(Double.POSITIVE_INFINITY, 0), sum.toDoubleDouble());
    sum.subtract(Double.MAX_VALUE);
    sum.subtract(Double.MAX_VALUE);
    assertEquals(1.0, sum.value());
  }

  @Test
  void aProductTakenBackLeavesNothing() {
    Random random = new Random(3);
    ExactSum sum = sumOf(0.1);
    double[] factors = random.doubles(6_000, -1e150, 1e150).toArray();
    for (int i = 0; i < factors.length; i += 2) {
      sum.addProduct(factors[i], factors[i + 1]);
    }
    for (int i = 0; i < factors.length; i += 2) {
      sum.subtractProduct(factors[i + 1], factors[i]);
    }
    assertEquals(sumOf(0.1), sum);
  }

  @Test
  void manyAddsOfTheLargestSignificandsKeepTheirCarries() {
    // 0x1.fffffffffffffp31 fills the high chunk as far as any number can.
    double value = 0x1.fffffffffffffp31;
    ExactSum sum = new ExactSum();
    ExactSum parts = new ExactSum();
    for (int i = 0; i < 1 << 14; i++) {
      sum.add(value);
      ExactSum part = sumOf(value);
      parts.merge(part);
    }
    assertEquals(value * (1 << 14), sum.value());
    assertEquals(sum, parts);
    // The most pending adds on both sides of a merge.
    ExactSum left = new ExactSum();
    ExactSum right = new ExactSum();
    for (int i = 0; i < 1023; i++) {
      left.add(value);
      right.add(value);
    }
    left.merge(right);
    assertEquals(value * 2046, left.value());
  }

  @Test
  void twoDoublesHoldWhatOneCannot() {
    DoubleDouble value = sumOf(1e16, 1.0).toDoubleDouble();
    assertEquals(1e16, value.high());
    assertEquals(1.0, value.low());
    assertEquals(new DoubleDouble(0, 0), new ExactSum().toDoubleDouble());
  }

  @Test
  void squaredDeviationsSurviveAMeanFarFromZero() {
    double[] values = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    ExactSum sum = sumOf(values);
    ExactSum squares = new ExactSum();
    for (double value : values) {
      squares.addProduct(value, value);
    }
    // Deviations −6, −3, 3, 6; numpy 2.4.6: 4 * np.var(values) is 90.0
    assertEquals(90.0, ExactSum.squaredDeviations(4, sum, squares));
    assertEquals(0.0, ExactSum.squaredDeviations(1, sumOf(0.1), squareOf(0.1)), 1e-33);
    assertTrue(Double.isNaN(ExactSum.squaredDeviations(0, new ExactSum(), new ExactSum())));
  }

  private static ExactSum squareOf(double value) {
    ExactSum square = new ExactSum();
    square.addProduct(value, value);
    return square;
  }

  @Test
  void refusalsNameTheValue() {
    ExactSum sum = new ExactSum();
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> sum.addProduct(2, Double.NaN));
    assertEquals("only finite values can be summed, not NaN", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> sum.addProduct(1.0 / 0, 0));
    assertTrue(sum.isEmpty());
  }

  @Test
  void aTypicalPaneTakesTensOfBytes() {
    Random random = new Random(4);
    ExactSum sum = new ExactSum();
    for (int i = 0; i < 1_000; i++) {
      double value = random.nextGaussian(200, 50);
      sum.addProduct(value, value);
    }
    ByteWriter out = new ByteWriter();
    sum.writeTo(out);
    assertTrue(out.size() < 30, () -> out.size() + " bytes");
  }

  @Test
  void bytesThatAreNotCanonicalAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> read(1, 70, 0)); // a chunk of 0 at the end
    assertThrows(IllegalArgumentException.class, () -> read(1, 272, 5)); // beyond chunk 135
    assertThrows(IllegalArgumentException.class, () -> read(1, 70, 1L << 32)); // a wide chunk
    assertEquals(0.0, read(1, 0, 1).value());
  }

  /** Reads the sum whose variable-length integers are given. */
  private static ExactSum read(long... numbers) {
    ByteWriter out = new ByteWriter();
    for (long number : numbers) {
      out.writeUnsigned(number);
    }
    return ExactSum.readFrom(new ByteReader(out.toByteArray()));
  }
}
