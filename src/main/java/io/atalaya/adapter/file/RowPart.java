package io.atalaya.adapter.file;

import io.atalaya.drift.ReferenceTable.Feature;
import io.atalaya.drift.SeasonalProfile;
import io.atalaya.statistics.ReferenceSample;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a file that make one profile: all of them, or those of a season. They have numbers of
 * their own. For one thread.
 */
final class RowPart {

  /** The most distinct texts of a column that are kept: of more, none is frequent enough. */
  private static final int MOST_TEXTS = 65_536;

  private static final int MOST_TEXTS_OF_SEASON = 1_024;

  private final boolean isSeason;
  private final Map<String, FileColumn> columns = new HashMap<>();
  private Stretches stretches = new Stretches(0, 1, 0);
  private int[] hours = {};
  private int rows;

  RowPart(boolean isSeason) {
    this.isSeason = isSeason;
  }

  /** The number of the row that is read, and of rows once all are. */
  int rows() {
    return rows;
  }

  void endRow() {
    rows++;
  }

  /** Begins to count rows anew. */
  void restart() {
    rows = 0;
  }

  FileColumn column(String name) {
    return columns.computeIfAbsent(
        name,
        column ->
            isSeason
                ? new FileColumn(column, SeasonalProfile.MOST_KNOTS, MOST_TEXTS_OF_SEASON)
                : new FileColumn(column, ReferenceSample.MAX_KNOTS, MOST_TEXTS));
  }

  Iterable<FileColumn> columns() {
    return columns.values();
  }

  /**
   * Makes ready for what there is to be taken a second time.
   *
   * @param most how many rows of a column are kept
   * @return whether there is anything
   */
  boolean begin(int most) {
    stretches = Stretches.of(rows, most);
    hours = new int[isSeason ? stretches.size() : 0];
    columns.values().forEach(column -> column.begin(stretches));
    restart();
    return stretches.size() < stretches.rows()
        || columns.values().stream().anyMatch(FileColumn::isText);
  }

  /** Takes note of the hour of a row, by its number here. */
  void hour(int row, int hour) {
    int place = stretches.placeOf(row);
    if (place >= 0) {
      hours[place] = hour;
    }
  }

  private Feature withHours(Feature feature) {
    return isSeason
        ? new Feature(feature.reference(), feature.rows(), Optional.of(row -> hours[row]))
        : feature;
  }

  /** The feature that a column makes; empty when it makes none. */
  Optional<Feature> feature(String name) {
    FileColumn column = columns.get(name);
    return column == null ? Optional.empty() : column.feature().map(this::withHours);
  }
}
