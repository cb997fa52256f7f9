package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceSampleTest {

  private static ReferenceSample of(double... values) {
    return ReferenceSample.of(values);
  }

  private static byte[] bytes(ReferenceSample reference) {
    ByteWriter out = new ByteWriter();
    reference.writeTo(out);
    return out.toByteArray();
  }

  @Test
  void fewDistinctValuesAreAllKnots() {
    ReferenceSample reference = of(3, 1, 2, 3, -0.0, 3, 0.0, 2);
    assertEquals(8, reference.size());
    assertEquals(4, reference.knots());
    assertTrue(reference.exact());
    assertEquals(0, reference.largestGapMass());
    double[] knots = {0, 1, 2, 3};
    double[] below = {0, 0.25, 0.375, 0.625};
    double[] upTo = {0.25, 0.375, 0.625, 1};
    for (int i = 0; i < 4; i++) {
      assertEquals(knots[i], reference.knot(i));
      assertEquals(below[i], reference.below(i));
      assertEquals(upTo[i], reference.upTo(i));
    }
  }

  @Test
  void aThousandAndTwentyFourDistinctValuesAreKnotsAndOneMoreIsNot() {
    double[] values = new Random(1).doubles(1_025).toArray();
    ReferenceSample most = of(Arrays.copyOf(values, 1_024));
    assertEquals(1_024, most.knots());
    assertTrue(most.exact());
    ReferenceSample beyond = of(values);
    assertEquals(1_024, beyond.knots());
    assertFalse(beyond.exact());
    assertEquals(1 / 1_025.0, beyond.largestGapMass());
  }

  @Test
  void knotsOfALargeReferenceAreEvenlySpacedAndTheirSharesExact() {
    double[] values = new Random(2).doubles(50_000).map(u -> u < 0.2 ? 0.25 : u).toArray();
    ReferenceSample reference = of(values);
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    assertEquals(50_000, reference.size());
    assertEquals(sorted[0], reference.knot(0));
    assertEquals(sorted[49_999], reference.knot(reference.knots() - 1));
    assertTrue(reference.largestGapMass() < 1.0 / 1_023);
    for (int i = 0; i < reference.knots(); i++) {
      double knot = reference.knot(i);
      double below = Arrays.stream(values).filter(value -> value < knot).count() / 50_000.0;
      double upTo = Arrays.stream(values).filter(value -> value <= knot).count() / 50_000.0;
      assertEquals(below, reference.below(i));
      assertEquals(upTo, reference.upTo(i));
    }
  }

  @Test
  void everyValueFindsItsCell() {
    Random random = new Random(3);
    for (int knots = 1; knots <= 40; knots++) {
      ReferenceSample reference = of(random.ints(knots, -30, 30).asDoubleStream().toArray());
      for (double value = -31; value <= 31; value += 0.5) {
        int cell = 0;
        for (int i = 0; i < reference.knots(); i++) {
          cell += (reference.knot(i) < value ? 2 : 0) + (reference.knot(i) == value ? 1 : 0);
        }
        assertEquals(cell, reference.cellOf(value));
      }
    }
    ReferenceSample extremes = of(-Double.MAX_VALUE, -Double.MIN_VALUE, 0, Double.MAX_VALUE);
    assertEquals(1, extremes.cellOf(-Double.MAX_VALUE));
    assertEquals(3, extremes.cellOf(-Double.MIN_VALUE));
    assertEquals(5, extremes.cellOf(-0.0));
    assertEquals(5, extremes.cellOf(0.0));
    assertEquals(6, extremes.cellOf(Double.MIN_VALUE));
    assertEquals(7, extremes.cellOf(Double.MAX_VALUE));
  }

  @Test
  void momentsAreThoseOfAllValues() {
    // numpy 2.4.6: x = np.arange(5000) ** 2 / 7; x.mean(), x.std(ddof=1)
    double[] values = new double[5_000];
    Arrays.setAll(values, i -> (double) i * i / 7);
    ReferenceSample reference = of(values);
    assertEquals(8_330_833.5 / 7, reference.mean(), 1e-9);
    assertEquals(1064701.0761361662, reference.standardDeviation(), 1e-9);
  }

  @Test
  void aConstantHasNoDeviation() {
    assertEquals(0, of(0.1).standardDeviation());
    assertEquals(0, of(0.1, 0.1, 0.1).standardDeviation());
    assertEquals(0.1, of(0.1, 0.1, 0.1).mean());
    assertEquals(0, of(0, 0).standardDeviation());
  }

  @Test
  void momentsOfTheLargestValuesAreFinite() {
    ReferenceSample huge = of(Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE);
    assertEquals(Double.MAX_VALUE / 3, huge.mean(), Math.ulp(Double.MAX_VALUE));
    assertEquals(Double.MAX_VALUE, huge.standardDeviation());
    // numpy 2.4.6: np.std([1, 2, 4], ddof=1) is 1.5275252316519465
    assertEquals(1.52752523165195e200, of(1e200, 2e200, 4e200).standardDeviation(), 1e187);
    assertEquals(1.52752523165195e-200, of(1e-200, 2e-200, 4e-200).standardDeviation(), 1e-213);
  }

  @Test
  void theIdNamesTheContentWhateverTheOrder() {
    assertEquals(of(1, 2, 2, 3).id(), of(2, 3, 2, 1).id());
    assertEquals(of(0.0).id(), of(-0.0).id());
    assertNotEquals(of(1, 2, 2, 3).id(), of(1, 2, 3, 3).id());
    assertNotEquals(of(1, 2).id(), of(1, 2, 1, 2).id());
    // Fixed: a change of it would make every stored count one of an unknown reference.
    assertEquals("cf8a314af7b53ff2", of(1, 2, 2, 3).id());
  }

  @Test
  void bytesReadBackGiveTheSameReference() {
    for (int size : new int[] {1, 2, 1_024, 30_000}) {
      ReferenceSample reference = ReferenceSample.of(new Random(size).doubles(size).toArray());
      ByteReader in = new ByteReader(bytes(reference));
      ReferenceSample restored = ReferenceSample.readFrom(in);
      assertTrue(in.atEnd());
      assertEquals(reference, restored);
      assertEquals(reference.id(), restored.id());
      assertEquals(reference.mean(), restored.mean());
      assertEquals(reference.standardDeviation(), restored.standardDeviation());
      assertArrayEquals(bytes(reference), bytes(restored));
    }
  }

  @Test
  void bytesThatEndEarlyOrHoldNoKnotsAreRefused() {
    byte[] bytes = bytes(of(1, 2, 3));
    for (int length = 0; length < bytes.length; length++) {
      ByteReader in = new ByteReader(Arrays.copyOf(bytes, length));
      assertThrows(IllegalArgumentException.class, () -> ReferenceSample.readFrom(in));
    }
    ByteWriter descending = new ByteWriter().writeUnsigned(2).writeDouble(1).writeDouble(1);
    descending.writeDouble(2).writeUnsigned(0).writeUnsigned(1);
    descending.writeDouble(1).writeUnsigned(0).writeUnsigned(1);
    ByteReader in = new ByteReader(descending.toByteArray());
    assertThrows(IllegalArgumentException.class, () -> ReferenceSample.readFrom(in));
  }

  @Test
  void noValuesAndNonFiniteOnesAreRefused() {
    assertThrows(IllegalArgumentException.class, ReferenceSampleTest::of);
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> of(1, Double.NaN));
    assertEquals("a reference has only finite values, not NaN at index 1", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> of(Double.NEGATIVE_INFINITY));
  }
}
