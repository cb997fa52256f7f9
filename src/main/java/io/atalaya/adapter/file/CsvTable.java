package io.atalaya.adapter.file;

import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of a CSV text whose first row names the columns.
 *
 * <p>For one thread.
 */
final class CsvTable implements Rows {

  private final CsvRows rows;
  private final String name;
  private final List<String> header;
  private List<String> row = List.of();
  private int cell;
  private String text = "";

  /**
   * @param name what messages call the text
   */
  CsvTable(Reader reader, String name) throws IOException {
    this.name = name;
    rows = new CsvRows(reader, name);
    header = rows.next().stream().map(String::strip).toList();
    if (header.isEmpty()) {
      throw new IllegalArgumentException(
          name + " is empty: give a header and rows, a column for each feature");
    }
    Set<String> names = new HashSet<>();
    for (String column : header) {
      if (!names.add(column)) {
        throw new IllegalArgumentException(
            "%s has two columns named %s: name each once".formatted(name, column));
      }
    }
  }

  @Override
  public List<String> columns() {
    return header;
  }

  @Override
  public boolean nextRow() throws IOException {
    row = rows.next();
    cell = -1;
    if (!row.isEmpty() && row.size() != header.size()) {
      throw new IllegalArgumentException(
          "%s line %d has %d cells, the header %d: give each row a cell for each column"
              .formatted(name, rows.line(), row.size(), header.size()));
    }
    return !row.isEmpty();
  }

  @Override
  public boolean nextCell() {
    if (++cell == row.size()) {
      return false;
    }
    text = row.get(cell).strip();
    return true;
  }

  @Override
  public String column() {
    return header.get(cell);
  }

  @Override
  public boolean isMissing() {
    return text.isEmpty();
  }

  @Override
  public double number() {
    return DecimalNumber.of(text);
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public int line() {
    return rows.line();
  }
}
