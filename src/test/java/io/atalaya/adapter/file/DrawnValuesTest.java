package io.atalaya.adapter.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DrawnValuesTest {

  @Test
  void asManyAsThereMayBeAreAllKeptInTheirRows() {
    DrawnValues drawn = new DrawnValues();
    drawn.add(1, 10, 2);
    drawn.add(3, 30, 2);
    assertArrayEquals(new double[] {10, 30}, drawn.values());
    assertArrayEquals(new double[] {Double.NaN, 10, Double.NaN, 30, Double.NaN}, drawn.cells(5));
  }

  @Test
  void ofMoreHalfAtLeastAreKept() {
    DrawnValues drawn = drawn(1_000_000, 10_000);
    assertTrue(drawn.values().length <= 10_000, "too many");
    assertTrue(drawn.values().length > 4_800, "only " + drawn.values().length);
  }

  /** Of a uniform sample of n rows the mean of their numbers has a deviation of N/√(12n). */
  @Test
  void theyAreDrawnEvenly() {
    double[] values = drawn(1_000_000, 10_000).values();
    double deviation = 1_000_000 / Math.sqrt(12.0 * values.length);
    assertEquals(500_000, Arrays.stream(values).average().orElseThrow(), 3 * deviation);
    double odd = (double) Arrays.stream(values).filter(value -> value % 2 == 1).count();
    assertEquals(values.length / 2.0, odd, 3 * Math.sqrt(values.length) / 2);
  }

  private static DrawnValues drawn(int rows, int most) {
    DrawnValues drawn = new DrawnValues();
    for (int row = 0; row < rows; row++) {
      drawn.add(row, row, most);
    }
    return drawn;
  }
}
