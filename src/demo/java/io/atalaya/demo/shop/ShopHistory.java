package io.atalaya.demo.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.atalaya.demo.csv.CsvRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * The sessions of {@code online-shoppers-sessions.csv} in the order of the file: February, March
 * and May of a year, then June to November side by side, and last November and December.
 *
 * <p>Source: C. Sakar and Y. Kastro, "Online Shoppers Purchasing Intention", UCI Machine Learning
 * Repository, 2018, doi:10.24432/C5F88Q, CC BY 4.0.
 *
 * @param sessions in their order
 */
public record ShopHistory(List<ShopSession> sessions) {

  private static final String RESOURCE = "/online-shoppers-sessions.csv";

  /** The months that the model learns from; they come first. */
  private static final Set<String> TRAINING = Set.of("Feb", "Mar");

  public ShopHistory {
    sessions = List.copyOf(sessions);
  }

  /** All of them, from the class path. */
  public static ShopHistory load() {
    try (InputStream resource = ShopHistory.class.getResourceAsStream(RESOURCE)) {
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
  static ShopHistory read(Reader csv) throws IOException {
    return new ShopHistory(CsvRow.read(csv).stream().map(ShopHistory::session).toList());
  }

  /** The sessions that the model learns from: February and March. */
  public ShopHistory training() {
    return new ShopHistory(
        sessions.stream().filter(session -> TRAINING.contains(session.month())).toList());
  }

  /** The sessions after those, which the model has not seen. */
  public ShopHistory served() {
    return new ShopHistory(
        sessions.stream().filter(session -> !TRAINING.contains(session.month())).toList());
  }

  private static ShopSession session(CsvRow row) {
    return new ShopSession(
        row.line() - 1,
        row.field("Month"),
        row.integer("ProductRelated"),
        row.number("ProductRelated_Duration"),
        row.number("ExitRates"),
        row.number("PageValues"),
        row.number("SpecialDay"),
        row.field("VisitorType"),
        row.truth("Weekend"),
        row.truth("Revenue"));
  }
}
