package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.codec.ByteReader;
import io.atalaya.codec.ByteWriter;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UnhealthyTimesTest {

  @Test
  void bothEndsBelongToATime() {
    UnhealthyTimes times = new UnhealthyTimes(10, 1_000);
    assertTrue(times.noneWithin(0, 1_000));
    times.add(100);
    assertTrue(times.noneWithin(90, 99));
    assertFalse(times.noneWithin(90, 100));
    assertFalse(times.noneWithin(100, 110));
    assertTrue(times.noneWithin(101, 111));
  }

  /** Of times of the length of the gap, stretches say what the boundaries say. */
  @Test
  void nothingIsLostByTakingNeighboursTogether() {
    Random random = new Random(1);
    UnhealthyTimes times = new UnhealthyTimes(10, 100_000);
    TreeSet<Long> boundaries = new TreeSet<>();
    for (long t = 0; t < 2_000; t += random.nextInt(1, 30)) {
      times.add(t);
      boundaries.add(t);
    }
    for (long from = -20; from < 2_020; from++) {
      assertEquals(
          boundaries.subSet(from, true, from + 10, true).isEmpty(),
          times.noneWithin(from, from + 10),
          "from " + from);
    }
  }

  @Test
  void whatIsLongAgoIsForgotten() {
    UnhealthyTimes times = new UnhealthyTimes(10, 1_000);
    times.add(0);
    times.add(1_000);
    assertFalse(times.noneWithin(0, 0));
    times.add(1_001);
    assertTrue(times.noneWithin(0, 0));
    assertFalse(times.noneWithin(1_000, 1_000));
  }

  @Test
  void timesAreRestored() {
    UnhealthyTimes times = new UnhealthyTimes(10, 1_000);
    times.add(0);
    times.add(5);
    times.add(50);
    ByteWriter out = new ByteWriter();
    times.writeTo(out);
    UnhealthyTimes restored = new UnhealthyTimes(10, 1_000);
    restored.add(700);
    restored.restoreFrom(new ByteReader(out.toByteArray()));
    assertFalse(restored.noneWithin(3, 4));
    assertTrue(restored.noneWithin(6, 49));
    assertFalse(restored.noneWithin(50, 50));
    assertTrue(restored.noneWithin(51, 800));
  }
}
