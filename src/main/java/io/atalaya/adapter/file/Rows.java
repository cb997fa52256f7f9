package io.atalaya.adapter.file;

import java.io.IOException;
import java.util.List;

/**
 * The rows of a text, cell by cell.
 *
 * <p>What is wrong with the text is an {@link IllegalArgumentException} that names line and remedy.
 * For one thread.
 */
interface Rows {

  /** The columns that are known before the first row. */
  List<String> columns();

  /** Goes to the next row; false at the end. */
  boolean nextRow() throws IOException;

  /** Goes to the next cell of the row; false at its end. */
  boolean nextCell() throws IOException;

  /** The name of the cell's column. */
  String column() throws IOException;

  /** Whether the cell has no value. */
  boolean isMissing();

  /** The cell as a finite number; NaN when it is none. */
  double number() throws IOException;

  /** The cell as it is written. */
  String text() throws IOException;

  /** The number of the line in which the row ends, from 1. */
  int line();
}
