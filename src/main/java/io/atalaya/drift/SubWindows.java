package io.atalaya.drift;

import java.util.function.Consumer;

/**
 * The sub-windows of a column: stretches of neighbouring values, or rows, that lie evenly over the
 * whole, at least {@value #LEAST} and at most {@value #MOST} of them.
 *
 * <p>They make up the whole where there are fewer than the most. Cost: a pass over the column for
 * each kind and length. Immutable.
 */
final class SubWindows {

  static final int LEAST = 6;
  private static final int MOST = 100;

  private final FeatureReference reference;
  private final ReferenceColumn column;
  private final int values;

  /**
   * @param reference what the whole column makes
   */
  SubWindows(FeatureReference reference, ReferenceColumn column) {
    this.reference = reference;
    this.column = column;
    int present = 0;
    for (int row = 0; row < column.rows(); row++) {
      present += column.isMissing(row) ? 0 : 1;
    }
    values = present;
  }

  /** Some of all rows. */
  @FunctionalInterface
  interface Rows {

    void add(long missing, long rows);
  }

  /** The number of values. */
  int values() {
    return values;
  }

  /** The number of sub-windows of about such a length. */
  static int number(long all, int length) {
    return Math.clamp(all / length, LEAST, MOST);
  }

  /** How long sub-windows of about such a length are. */
  static int length(long all, int length) {
    int number = number(all, length);
    return number == MOST ? length : (int) (all / number);
  }

  /** Hands over the values of each sub-window of about such a length, counted. */
  void forEachOfValues(int length, Consumer<ValueCounts> action) {
    int number = number(values, length);
    ValueCounts counts = ValueCounts.against(reference.values());
    int window = 0;
    int seen = 0;
    for (int row = 0; row < column.rows() && window < number; row++) {
      if (!column.isMissing(row)) {
        if (seen >= start(window, number, values)) {
          column.count(row, counts);
        }
        if (++seen == end(window, number, values, length)) {
          action.accept(counts);
          counts = ValueCounts.against(reference.values());
          window++;
        }
      }
    }
  }

  /** Hands over how many rows of each sub-window of about such a length have no value. */
  void forEachOfRows(int length, Rows action) {
    int rows = column.rows();
    int number = number(rows, length);
    for (int window = 0; window < number; window++) {
      int from = start(window, number, rows);
      int to = end(window, number, rows, length);
      long missing = 0;
      for (int row = from; row < to; row++) {
        missing += column.isMissing(row) ? 1 : 0;
      }
      action.add(missing, to - from);
    }
  }

  private static int start(int window, int number, int all) {
    return (int) ((long) window * all / number);
  }

  /** Exclusive. */
  private static int end(int window, int number, int all, int length) {
    return number == MOST ? start(window, number, all) + length : start(window + 1, number, all);
  }
}
