package io.atalaya.adapter.file;

import java.util.Arrays;

/**
 * The hour, since the epoch, that each row of a file is in.
 *
 * <p>Memory: eight bytes for each run of rows in the same hour. For one thread, which asks for rows
 * mostly in their order.
 */
final class RowHours {

  private int[] hours = new int[16];

  /** The number of the row after each run. */
  private int[] ends = new int[16];

  private int runs;
  private int last;

  /** Takes the hour of the next row. */
  void add(int hour) {
    if (runs > 0 && hours[runs - 1] == hour) {
      ends[runs - 1]++;
      return;
    }
    if (runs == hours.length) {
      hours = Arrays.copyOf(hours, 2 * runs);
      ends = Arrays.copyOf(ends, 2 * runs);
    }
    hours[runs] = hour;
    ends[runs] = rows() + 1;
    runs++;
  }

  /** The number of rows. */
  int rows() {
    return runs == 0 ? 0 : ends[runs - 1];
  }

  /** The hour of a row that was taken. */
  int of(int row) {
    if (last > 0 && ends[last - 1] > row) {
      last = 0;
    }
    while (ends[last] <= row) {
      last++;
    }
    return hours[last];
  }
}
