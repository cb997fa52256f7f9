package io.atalaya.bootstrap;

import io.atalaya.drift.ReferenceColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One column of a CSV file while it is read: as numbers until a cell is none, and then, when the
 * file is read again, as texts.
 *
 * <p>For one thread.
 */
final class CsvColumn {

  /** The most distinct texts that are kept: of more, none is frequent enough. */
  private static final int MOST_TEXTS = 65_536;

  private final String name;
  private double[] numbers = new double[16];
  private @Nullable String[] texts = new @Nullable String[16];
  private final Map<String, String> distinct = new HashMap<>();
  private int rows;
  private String fault = "";

  CsvColumn(String name) {
    this.name = name.strip();
  }

  String name() {
    return name;
  }

  /** Why it is no column of numbers; empty when it is. */
  String fault() {
    return fault;
  }

  boolean isText() {
    return !fault.isEmpty();
  }

  /** Adds a cell of the first reading. */
  void addNumber(String cell, int line) {
    if (isText()) {
      return;
    }
    if (rows == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * rows);
    }
    try {
      numbers[rows] = cell.isEmpty() ? Double.NaN : Quantities.number(cell, "");
      rows++;
    } catch (IllegalArgumentException e) {
      fault = "'%.80s' in line %d, which is no number".formatted(cell, line);
      numbers = new double[0];
      rows = 0;
    }
  }

  /** Adds a cell of the second reading, which a column of numbers does not need. */
  void addText(String cell) {
    if (!isText() || distinct.size() > MOST_TEXTS) {
      return;
    }
    if (rows == texts.length) {
      texts = Arrays.copyOf(texts, 2 * rows);
    }
    texts[rows++] = cell.isEmpty() ? null : distinct.computeIfAbsent(cell, text -> text);
    if (distinct.size() > MOST_TEXTS) {
      texts = new @Nullable String[0];
      rows = 0;
    }
  }

  /** The values; without rows when there are too many distinct ones. */
  ReferenceColumn values() {
    return isText()
        ? new ReferenceColumn.Names(Arrays.copyOf(texts, rows))
        : new ReferenceColumn.Numbers(Arrays.copyOf(numbers, rows));
  }
}
