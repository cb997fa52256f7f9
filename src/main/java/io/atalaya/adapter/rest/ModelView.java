package io.atalaya.adapter.rest;

import io.atalaya.monitor.EstimateScore;
import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.VersionSnapshot.FeatureDrift;
import io.atalaya.window.WindowLabel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All that is known of a model at one moment.
 *
 * @param model its name
 * @param kind {@code predictive}, {@code classifier} or {@code generative}
 * @param unit the unit of its numbers
 * @param team who owns it
 * @param time the event time up to which everything has been read
 * @param epoch the epoch of its cached predictions; 0 before the first invalidation
 * @param orphanOutcomes by window, the outcomes that no prediction had come to
 * @param versions its live versions, by name
 */
public record ModelView(
    String model,
    String kind,
    Optional<String> unit,
    Optional<String> team,
    Instant time,
    long epoch,
    SequencedMap<String, Long> orphanOutcomes,
    List<Version> versions) {

  /**
   * One version.
   *
   * @param version its name
   * @param pendingPredictions the predictions that wait for their outcome
   * @param oldestPendingSeconds the age of the oldest of them
   * @param windows the figures of each window, the shortest first
   * @param estimates how near the estimates of quality came to the truth
   * @param segments the figures of segments, by window
   * @param drift the drift of each feature, by name
   * @param drifting the features that drift, the one that drifts most first
   * @param referenceAwaitsLabels until when the labels are waited for of the time that its
   *     reference is learned from
   * @param comparisons its figures beside those of its predecessor
   * @param checks where every bound stands
   */
  @Schema(name = "VersionView")
  public record Version(
      String version,
      long pendingPredictions,
      OptionalDouble oldestPendingSeconds,
      List<WindowView> windows,
      Optional<Estimates> estimates,
      List<SegmentView> segments,
      List<ComparisonView> comparisons,
      List<DriftView> drift,
      List<String> drifting,
      Optional<Instant> referenceAwaitsLabels,
      List<CheckView> checks) {

    private static Version of(VersionSnapshot version) {
      return new Version(
          version.version(),
          version.pending(),
          version.oldestPendingSeconds(),
          version.windows().stream().map(WindowView::of).toList(),
          Estimates.of(version.estimateScore()),
          version.segments().stream().map(SegmentView::of).toList(),
          version.comparisons().stream().map(ComparisonView::of).toList(),
          version.drift().stream().map(DriftView::of).toList(),
          version.drifting().stream().map(FeatureDrift::feature).toList(),
          version.learningMillis().isPresent()
              ? Optional.of(Instant.ofEpochMilli(version.learningMillis().getAsLong()))
              : Optional.empty(),
          version.bounds().stream().map(CheckView::of).toList());
    }
  }

  /**
   * Estimates of quality against the truth.
   *
   * @param blocks the parts of the longest window that were compared
   * @param error the mean difference of estimated and true loss
   * @param skillRatio above 0 where they beat the supposition that nothing changes
   */
  @Schema(name = "EstimatesView")
  public record Estimates(int blocks, OptionalDouble error, OptionalDouble skillRatio) {

    private static Optional<Estimates> of(EstimateScore score) {
      return score.blocks() == 0
          ? Optional.empty()
          : Optional.of(new Estimates(score.blocks(), score.meanAbsoluteError(), score.skill()));
    }
  }

  static ModelView of(ModelSnapshot model) {
    ModelSettings settings = model.settings();
    SequencedMap<String, Long> orphans = new LinkedHashMap<>();
    model.orphans().forEach((window, count) -> orphans.put(WindowLabel.of(window), count));
    return new ModelView(
        model.model(),
        settings.kind().name().toLowerCase(Locale.ROOT),
        Optional.ofNullable(settings.unit()),
        Optional.ofNullable(settings.team()),
        Instant.ofEpochMilli(model.nowMillis()),
        model.epoch(),
        orphans,
        model.versions().stream().map(Version::of).toList());
  }
}
