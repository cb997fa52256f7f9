package io.atalaya.adapter.inference;

import org.jspecify.annotations.Nullable;

/**
 * Some neighbouring columns of a tensor, kept while its values are told row by row. For one thread.
 */
final class Columns implements Values {

  private final int width;
  private final int first;
  private final int count;
  private final @Nullable Object[] kept;
  private long told;

  /**
   * @param rows how many rows are kept
   * @param width how many columns the tensor has, at least 1
   * @param first the first column that is kept
   * @param count how many are
   */
  Columns(int rows, int width, int first, int count) {
    this.width = width;
    this.first = first;
    this.count = count;
    kept = new Object[rows * count];
  }

  @Override
  public void number(double value) {
    keep(value);
  }

  @Override
  public void text(String value) {
    keep(value);
  }

  @Override
  public void flag(boolean value) {
    keep(value);
  }

  private void keep(Object value) {
    int column = (int) (told % width) - first;
    long at = told++ / width * count + column;
    if (column >= 0 && column < count && at < kept.length) {
      kept[(int) at] = value;
    }
  }

  /** The value: a Double, a String or a Boolean; null where none was told. */
  @Nullable Object at(int row, int column) {
    return kept[row * count + column];
  }

  /** The value as a number; NaN where there is none. */
  double number(int row, int column) {
    return at(row, column) instanceof Double value ? value : Double.NaN;
  }

  int count() {
    return count;
  }
}
