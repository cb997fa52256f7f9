package io.atalaya.monitor;

import io.atalaya.event.Assessment;
import io.atalaya.generation.TextCoordinates;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the centroid of the embeddings of a version's texts has moved from that of the reference.
 *
 * <p>Definition: the Euclidean distance of the means of both, by the coordinates that are watched.
 * These are {@linkplain TextCoordinates projections}, so its square has a relative standard error
 * of at most a half, the same from window to window; sampling adds up to 1/n + 1/m to it. Absent
 * where a coordinate has no values or no reference of numbers. Stateless.
 */
final class CentroidDistances {

  private CentroidDistances() {}

  /** The distances by what the texts are: {@code prompt}, {@code completion}. */
  static Map<String, Double> of(FeatureCounts.Layout layout, FeatureCounts window) {
    Map<String, Double> distances = new TreeMap<>();
    for (String text : TextCoordinates.TEXTS) {
      double square = 0;
      for (int j = 1; j <= TextCoordinates.SIZE; j++) {
        int feature = layout.indexOf(Assessment.featureOf(TextCoordinates.name(text, j)));
        double moved =
            feature < 0 ? Double.NaN : window.of(feature).meanDifference().orElse(Double.NaN);
        square += moved * moved;
      }
      if (!Double.isNaN(square)) {
        distances.put(text, Math.sqrt(square));
      }
    }
    return distances;
  }
}
