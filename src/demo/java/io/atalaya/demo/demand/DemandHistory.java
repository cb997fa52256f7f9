package io.atalaya.demo.demand;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.demo.csv.CsvRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
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
    return new DemandHistory(CsvRow.read(csv).stream().map(DemandHistory::hour).toList());
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

  private static DemandHour hour(CsvRow row) {
    return new DemandHour(
        row.date("dteday").atTime(row.integer("hr"), 0),
        row.integer("weekday"),
        row.integer("workingday"),
        row.integer("weathersit"),
        row.number("temp"),
        row.number("hum"),
        row.number("windspeed"),
        row.integer("cnt"));
  }
}
