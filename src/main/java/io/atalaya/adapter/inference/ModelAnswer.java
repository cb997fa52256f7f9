package io.atalaya.adapter.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model server's answer says to the monitor.
 *
 * @param version {@code model_version}; null when the answer does not name it
 * @param rows one for each row of the batch; none when they are not published, or the answer has
 *     not the configured output
 */
record ModelAnswer(@Nullable String version, List<Row> rows) {

  /**
   * One row.
   *
   * @param value the number (Double) or class (String)
   * @param confidence 0 to 1, or NaN
   * @param probabilities one for each configured class; null when there are none
   */
  @SuppressWarnings("ArrayRecordComponent") // rows are published, never compared
  record Row(Object value, double confidence, double @Nullable [] probabilities) {}

  /** The confidence in the answer as a whole: the least of its rows; NaN when none is known. */
  double confidence() {
    double least = Double.NaN;
    for (Row row : rows) {
      if (!(least <= row.confidence)) {
        least = Double.isNaN(row.confidence) ? least : row.confidence;
      }
    }
    return least;
  }
}
