package io.atalaya.adapter.file;

/**
 * Which rows are looked at for how they follow each other: all of them, or, of too many, stretches
 * of neighbours that lie evenly over the whole.
 *
 * <p>Immutable.
 *
 * @param rows how many rows there are
 * @param count the number of stretches
 * @param length the rows of each
 */
record Stretches(int rows, int count, int length) {

  private static final int LENGTH = 1_000;
  private static final int LEAST = 6;
  private static final int MOST = 100;

  /**
   * Stretches of at most {@code most} rows together, which are all rows where there are no more.
   */
  static Stretches of(int rows, int most) {
    if (rows <= most) {
      return new Stretches(rows, 1, rows);
    }
    int count = Math.clamp(most / LENGTH, LEAST, MOST);
    return new Stretches(rows, count, Math.max(1, Math.min(most / count, rows / count)));
  }

  /** The number of rows in all of them. */
  int size() {
    return count * length;
  }

  /** The place of a row among those of all stretches; negative where it is in none. */
  int placeOf(int row) {
    int stretch = (int) ((long) row * count / Math.max(1, rows));
    if (stretch + 1 < count && start(stretch + 1) <= row) {
      stretch++;
    }
    int offset = row - start(stretch);
    return offset < length ? stretch * length + offset : -1;
  }

  private int start(int stretch) {
    return (int) ((long) stretch * rows / count);
  }
}
