package io.atalaya.adapter.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StretchesTest {

  @Test
  void ofFewRowsEachHasItsPlace() {
    for (int rows : new int[] {0, 1, 100}) {
      Stretches all = Stretches.of(rows, 100);
      assertEquals(rows, all.size());
      for (int row = 0; row < rows; row++) {
        assertEquals(row, all.placeOf(row));
      }
    }
  }

  @Test
  void ofMoreAStretchHasNeighboursAndAllLieEvenly() {
    for (int rows : new int[] {101, 1_000, 99_999, 100_001, 12_345_678}) {
      for (int most : new int[] {97, 100, 7_500, 100_000}) {
        if (rows > most) {
          check(rows, Stretches.of(rows, most), most);
        }
      }
    }
  }

  private static void check(int rows, Stretches some, int most) {
    assertTrue(some.size() <= most && some.size() > most / 2, some.toString());
    int[] rowsOf = new int[some.size()];
    Arrays.fill(rowsOf, -1);
    for (int row = 0; row < rows; row++) {
      int place = some.placeOf(row);
      if (place >= 0) {
        assertEquals(-1, rowsOf[place], "two rows at a place");
        rowsOf[place] = row;
      }
    }
    for (int place = 0; place < rowsOf.length; place++) {
      if (place % some.length() == 0) {
        int stretch = place / some.length();
        assertEquals((long) stretch * rows / some.count(), rowsOf[place], some.toString());
      } else {
        assertEquals(rowsOf[place - 1] + 1, rowsOf[place], some.toString());
      }
    }
  }
}
