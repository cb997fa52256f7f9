package io.atalaya.demo.demand;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The hours of {@code bike-sharing-hourly.csv}, oldest first; hours without a row are missing.
 *
 * <p>Source: H. Fanaee-T and J. Gama, "Bike Sharing", UCI Machine Learning Repository, 2013,
 * doi:10.24432/C5W894, CC BY 4.0.
 *
 * @param hours the hours, ascending by time
 */
public record DemandHistory(List<DemandHour> hours) {

  private static final String RESOURCE = "/bike-sharing-hourly.csv";

  public DemandHistory {
    hours = List.copyOf(hours);
  }

  /** The whole history, two years, from the class path. */
  public static DemandHistory load() {
    try (InputStream resource = DemandHistory.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return read(new InputStreamReader(resource, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads CSV with a header; columns are found by name, further ones are ignored.
   *
   * @throws IllegalArgumentException when a column is missing or a field is malformed, naming line
   *     and column
   */
  public static DemandHistory read(Reader csv) throws IOException {
    BufferedReader lines = new BufferedReader(csv);
    String header = lines.readLine();
    if (header == null) {
      throw new IllegalArgumentException("the CSV is empty: its first line must be a header");
    }
    List<String> columns = List.of(header.split(","));
    List<DemandHour> hours = new ArrayList<>();
    int number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      hours.add(new Row(number, columns, List.of(line.split(","))).hour());
    }
    return new DemandHistory(hours);
  }

  /** The hours of the days from {@code first}, inclusive, to {@code end}, exclusive. */
  public DemandHistory between(LocalDate first, LocalDate end) {
    return new DemandHistory(
        hours.stream()
            .filter(
                hour ->
                    !hour.time().toLocalDate().isBefore(first)
                        && hour.time().toLocalDate().isBefore(end))
            .toList());
  }

  /** A line of the file, before its fields are known to be well-formed. */
  private record Row(int line, List<String> columns, List<String> fields) {

    DemandHour hour() {
      return new DemandHour(
          date("dteday").atTime(integer("hr"), 0),
          integer("weekday"),
          integer("workingday"),
          integer("weathersit"),
          number("temp"),
          number("hum"),
          number("windspeed"),
          integer("cnt"));
    }

    private LocalDate date(String column) {
      try {
        return LocalDate.parse(field(column));
      } catch (DateTimeException e) {
        throw malformed(column, "an ISO 8601 date", e);
      }
    }

    private int integer(String column) {
      try {
        return Integer.parseInt(field(column));
      } catch (NumberFormatException e) {
        throw malformed(column, "an integer", e);
      }
    }

    private double number(String column) {
      try {
        return Double.parseDouble(field(column));
      } catch (NumberFormatException e) {
        throw malformed(column, "a number", e);
      }
    }

    private String field(String column) {
      int index = columns.indexOf(column);
      if (index < 0) {
        throw new IllegalArgumentException("the header has no column '" + column + "'");
      }
      if (index >= fields.size()) {
        throw new IllegalArgumentException("line " + line + " ends before '" + column + "'");
      }
      return fields.get(index);
    }

    private IllegalArgumentException malformed(String column, String expected, Exception cause) {
      return new IllegalArgumentException(
          "line " + line + ": '" + column + "' is '" + field(column) + "', not " + expected, cause);
    }
  }
}
