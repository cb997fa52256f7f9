package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import org.junit.jupiter.api.Test;

class RankCountsTest {

  private static final ReferenceSample ONE_TWO = ReferenceSample.of(new double[] {1, 2});

  private static RankCounts of(double... values) {
    RankCounts counts = new RankCounts(ONE_TWO);
    for (double value : values) {
      counts.add(ONE_TWO, value);
    }
    return counts;
  }

  @Test
  void valuesAreCountedAtKnotsAndInGaps() {
    RankCounts counts = of(0.5, -7, 1, 1, 1.5, 2, 3, 1e300, 4);
    assertArrayEquals(new long[] {2, 2, 1, 1, 3}, counts.toDense());
    assertEquals(9, counts.count());
    assertEquals(-6.5, counts.sumBelow().value());
    counts.remove(ONE_TWO, 1e300);
    assertEquals(7, counts.sumAbove().value());
  }

  @Test
  void countsOfDifferentReferencesDoNotMix() {
    ReferenceSample other = ReferenceSample.of(new double[] {1, 3});
    RankCounts counts = of(1);
    RankCounts others = new RankCounts(other);
    others.add(other, 1);
    assertThrows(IllegalArgumentException.class, () -> counts.merge(others));
    assertThrows(IllegalArgumentException.class, () -> counts.retract(others));
    assertThrows(IllegalArgumentException.class, () -> counts.add(other, 1));
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class, () -> KolmogorovSmirnov.statistic(other, counts));
    assertEquals(
        "counts of reference " + ONE_TWO.id() + " have nothing to do with " + other.id(),
        refusal.getMessage());
    assertEquals(of(1), counts);
  }

  @Test
  void countsNameTheirReferenceAndReadBackWithoutIt() {
    ByteWriter out = new ByteWriter();
    of(1, 5).writeTo(out);
    RankCounts read = RankCounts.readFrom(new ByteReader(out.toByteArray()));
    assertEquals(ONE_TWO.id(), read.referenceId());
    read.add(ONE_TWO, 0);
    assertEquals(of(0, 1, 5), read);
  }

  @Test
  void takingBackWhatWasNotCountedIsRefusedAndChangesNothing() {
    // Sparse with three values, dense with all five cells occupied.
    for (double[] values : new double[][] {{0, 2}, {0, 1, 1.5, 2, 2}, {0, 1.5, 2, 3}}) {
      RankCounts counts = of(values);
      assertThrows(IllegalArgumentException.class, () -> counts.retract(of(0, 1, 1)));
      if (values.length != 5) {
        assertThrows(IllegalArgumentException.class, () -> counts.remove(ONE_TWO, 1));
      }
      assertEquals(of(values), counts);
    }
  }
}
