package io.atalaya.demo.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a CSV file without quotes, before its fields are known to be well-formed.
 *
 * @param line its number in the file; the header is line 1
 * @param columns the names that the header gives
 * @param fields what stands below them
 */
public record CsvRow(int line, List<String> columns, List<String> fields) {

  /**
   * The lines below the header.
   *
   * @throws IllegalArgumentException when there is no header
   */
  public static List<CsvRow> read(Reader csv) throws IOException {
    BufferedReader lines = new BufferedReader(csv);
    String header = lines.readLine();
    if (header == null) {
      throw new IllegalArgumentException("the CSV is empty: its first line must be a header");
    }
    List<String> columns = List.of(header.split(","));
    List<CsvRow> rows = new ArrayList<>();
    int number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      rows.add(new CsvRow(number, columns, List.of(line.split(","))));
    }
    return rows;
  }

  /**
   * The field below a name.
   *
   * @throws IllegalArgumentException when the column or the field is missing, as all others do that
   *     also say what is malformed
   */
  public String field(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException("the header has no column '" + column + "'");
    }
    if (index >= fields.size()) {
      throw new IllegalArgumentException("line " + line + " ends before '" + column + "'");
    }
    return fields.get(index);
  }

  public LocalDate date(String column) {
    try {
      return LocalDate.parse(field(column));
    } catch (DateTimeException e) {
      throw malformed(column, "an ISO 8601 date", e);
    }
  }

  public int integer(String column) {
    try {
      return Integer.parseInt(field(column));
    } catch (NumberFormatException e) {
      throw malformed(column, "an integer", e);
    }
  }

  public double number(String column) {
    try {
      return Double.parseDouble(field(column));
    } catch (NumberFormatException e) {
      throw malformed(column, "a number", e);
    }
  }

  /** What is written TRUE or FALSE. */
  public boolean truth(String column) {
    return switch (field(column)) {
      case "TRUE" -> true;
      case "FALSE" -> false;
      default -> throw malformed(column, "TRUE or FALSE", null);
    };
  }

  private IllegalArgumentException malformed(
      String column, String expected, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "line " + line + ": '" + column + "' is '" + field(column) + "', not " + expected, cause);
  }
}
