package io.atalaya.adapter.file;

import java.util.Arrays;

/**
 * Numbers and the rows that they are in: all of them, or, of too many, a uniform sample that
 * depends on the numbers of the rows alone.
 *
 * <p>Definition: kept are those whose row's hash begins with h zeros; h rises by one whenever there
 * would be too many, so that of many between half of the most and the most are kept. Memory: 12
 * bytes a number. For one thread.
 *
 * <p>Source: P. Flajolet, "On adaptive sampling", Computing 43, 1990 (the method is M. Wegman's).
 */
final class DrawnValues {

  private int[] rows = new int[16];
  private double[] values = new double[16];
  private int size;
  private int zeros;

  /** Takes a number; of all that were taken at most {@code most} are kept. */
  void add(int row, double value, int most) {
    if (!isKept(row)) {
      return;
    }
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    rows[size] = row;
    values[size++] = value;
    while (size > most) {
      halve();
    }
  }

  /** The numbers kept. */
  double[] values() {
    return Arrays.copyOf(values, size);
  }

  /** A number for each of so many rows, of which all were kept; NaN in those without one. */
  double[] cells(int count) {
    double[] cells = new double[count];
    Arrays.fill(cells, Double.NaN);
    for (int i = 0; i < size; i++) {
      cells[rows[i]] = values[i];
    }
    return cells;
  }

  private void halve() {
    zeros++;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (isKept(rows[i])) {
        rows[kept] = rows[i];
        values[kept++] = values[i];
      }
    }
    size = kept;
  }

  private boolean isKept(int row) {
    return zeros == 0 || mix(row) >>> (Long.SIZE - zeros) == 0;
  }

  /** A hash of a number (SplitMix64, by S. Vigna). */
  private static long mix(int row) {
    long hash = (row + 1L) * 0x9E3779B97F4A7C15L;
    hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
    return hash ^ hash >>> 31;
  }
}
