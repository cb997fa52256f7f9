package io.atalaya.monitor;

import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftVerdict;
import io.atalaya.signal.VersionChecks.BoundState;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The state of one version of a model at one moment.
 *
 * @param version the version
 * @param windows the figures of each window, the shortest first
 * @param segments the figures of its segments, by window
 * @param estimateScore how the estimates of quality did
 * @param pending the predictions that wait for their outcome
 * @param oldestPendingSeconds the age of the oldest of them; empty when there is none
 * @param comparisons its figures beside those of its predecessor; empty without a live one
 * @param drift figures and verdict of each feature; empty when drift is not judged
 * @param centroidDistances how far the centroids of the embeddings of its texts have moved from the
 *     reference, in the sliding drift window, by what they are; empty without
 * @param learningMillis until when the labels are waited for of the time that its reference is
 *     learned from, in milliseconds since the epoch; empty when that is not waited for
 * @param bounds where each bound stands
 */
public record VersionSnapshot(
    String version,
    List<WindowFigures> windows,
    List<SegmentFigures> segments,
    EstimateScore estimateScore,
    long pending,
    OptionalDouble oldestPendingSeconds,
    List<VersionComparison> comparisons,
    List<FeatureDrift> drift,
    Map<String, Double> centroidDistances,
    OptionalLong learningMillis,
    List<BoundState> bounds) {

  /**
   * The drift of one feature.
   *
   * @param feature its name
   * @param figures the figures of the sliding window; null without data or reference
   * @param verdict the verdict over the closed windows
   * @param score how much it drifts, its distance times its importance; empty unless it drifts
   */
  public record FeatureDrift(
      String feature, @Nullable DriftFigures figures, DriftVerdict verdict, OptionalDouble score) {}

  public VersionSnapshot {
    windows = List.copyOf(windows);
    segments = List.copyOf(segments);
    comparisons = List.copyOf(comparisons);
    drift = List.copyOf(drift);
    centroidDistances = Map.copyOf(centroidDistances);
    bounds = List.copyOf(bounds);
  }

  /** The features that drift, the one that drifts most first; of equal ones by name. */
  public List<FeatureDrift> drifting() {
    return drifting(drift);
  }

  /** Those of some features that drift, the one that drifts most first; of equal ones by name. */
  static List<FeatureDrift> drifting(List<FeatureDrift> features) {
    return features.stream()
        .filter(feature -> feature.score.isPresent())
        .sorted(
            Comparator.comparingDouble((FeatureDrift feature) -> feature.score.getAsDouble())
                .reversed()
                .thenComparing(FeatureDrift::feature))
        .toList();
  }
}
