package io.atalaya.bootstrap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reference distributions in a CSV file (RFC 4180) with a header: a column is a feature.
 *
 * <p>Empty cells are skipped. A column with a cell that is no finite number is no numeric feature
 * and is left out, with the reason. Memory: 8 bytes a cell.
 *
 * @param columns the values of the numeric columns by name, in the order of the file
 * @param skipped for each column left out, one line that says why
 */
record ReferenceFile(Map<String, double[]> columns, List<String> skipped) {

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it cannot be read, is no CSV or has no numeric column; the
   *     message names the path and the remedy
   */
  static ReferenceFile read(Path path) {
    return read(path, path.toString());
  }

  /** Reads a file that messages call {@code name}. */
  static ReferenceFile read(Path path, String name) {
    try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
      return read(name, reader);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          path.toAbsolutePath() + " does not exist: give the path of a CSV file with a header", e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(name + " is not UTF-8: convert it", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          path.toAbsolutePath() + " cannot be read: check that it is a file and its permissions",
          e);
    }
  }

  private static ReferenceFile read(String name, Reader reader) throws IOException {
    CsvRows rows = new CsvRows(reader, name);
    List<String> header = rows.next();
    if (header.isEmpty()) {
      throw new IllegalArgumentException(
          name + " is empty: give a header and rows, a column for each feature");
    }
    List<Column> columns = header.stream().map(Column::new).toList();
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name)) {
        throw new IllegalArgumentException(
            "%s has two columns named %s: name each once".formatted(name, column.name));
      }
    }
    for (List<String> row = rows.next(); !row.isEmpty(); row = rows.next()) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s line %d has %d cells, the header %d: give each row a cell for each column"
                .formatted(name, rows.line(), row.size(), columns.size()));
      }
      for (int i = 0; i < row.size(); i++) {
        columns.get(i).add(row.get(i).strip(), rows.line());
      }
    }
    Map<String, double[]> numeric = new LinkedHashMap<>();
    List<String> skipped = new ArrayList<>();
    for (Column column : columns) {
      if (column.fault.isEmpty() && column.size > 0) {
        numeric.put(column.name, Arrays.copyOf(column.values, column.size));
      } else {
        skipped.add(
            "%s: column %s has %s: it is no reference"
                .formatted(name, column.name, column.fault.isEmpty() ? "no values" : column.fault));
      }
    }
    if (numeric.isEmpty()) {
      throw new IllegalArgumentException(
          name + " has no column of numbers: give a header and rows, a column for each feature");
    }
    return new ReferenceFile(numeric, skipped);
  }

  /** One column while it is read. */
  private static final class Column {
    private final String name;
    private double[] values = new double[16];
    private int size;
    private String fault = "";

    private Column(String name) {
      this.name = name.strip();
    }

    private void add(String cell, int line) {
      if (cell.isEmpty() || !fault.isEmpty()) {
        return;
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      try {
        values[size] = Quantities.number(cell, "");
        size++;
      } catch (IllegalArgumentException e) {
        fault = "'%.80s' in line %d, which is no number".formatted(cell, line);
        values = new double[0];
      }
    }
  }
}
