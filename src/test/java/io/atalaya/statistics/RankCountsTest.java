package io.atalaya.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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
    assertArrayEquals(
        new long[] {2, 2, 1, 1, 3},
        IntStream.range(0, 5).mapToLong(counts.toDense()::get).toArray());
    assertEquals(9, counts.count());
    assertEquals(-6.5, counts.sumBelow().value());
    counts.retract(of(1e300));
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
  void countsReadBackGoOn() {
    ByteWriter out = new ByteWriter();
    of(1, 5).writeTo(out);
    RankCounts read = RankCounts.readFrom(new ByteReader(out.toByteArray()), ONE_TWO);
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
        assertThrows(IllegalArgumentException.class, () -> counts.retract(of(1)));
      }
      assertEquals(of(values), counts);
    }
  }

  @Test
  void aCellHoldsMoreValuesThanAnInt() {
    RankCounts counts = of(0.5, 1, 1.5, 1.5, 2);
    List<RankCounts> added = new ArrayList<>();
    for (int doubling = 0; doubling < 32; doubling++) {
      added.add(counts.copy());
      counts.merge(added.getLast());
    }
    assertEquals(5L << 32, counts.count());
    assertEquals(2L << 32, counts.toDense().get(2));
    ByteWriter out = new ByteWriter();
    counts.writeTo(out);
    assertEquals(counts, RankCounts.readFrom(new ByteReader(out.toByteArray()), ONE_TWO));
    added.reversed().forEach(counts::retract);
    assertEquals(of(0.5, 1, 1.5, 1.5, 2), counts);
    assertEquals(of(0.5, 1, 1.5, 1.5, 2).hashCode(), counts.hashCode());
  }

  /** What a window of a feature costs: the copy allocates what it consists of. */
  @Test
  void aWindowOverTheMostKnotsTakesLessThanTenKilobytes() {
    ReferenceSample reference =
        ReferenceSample.of(new Random(5).doubles(10_000).map(x -> 2 * x - 1).toArray());
    assertEquals(ReferenceSample.MAX_KNOTS, reference.knots());
    RankCounts window = new RankCounts(reference);
    new Random(6).doubles(100_000).forEach(x -> window.add(reference, 3 * x - 1.5));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    RankCounts copy = window.copy();
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(window, copy);
    assertTrue(bytes > 4 * 2_049, bytes + " bytes cannot be all of it");
    assertTrue(bytes < 10_000, bytes + " bytes are too many");
  }
}
