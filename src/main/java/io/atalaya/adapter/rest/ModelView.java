package io.atalaya.adapter.rest;

import io.atalaya.monitor.ModelSettings;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * @param versions its live versions, by name
 */
public record ModelView(
    String model,
    String kind,
    Optional<String> unit,
    Optional<String> team,
    Instant time,
    long epoch,
    List<Version> versions) {

  /**
   * One version.
   *
   * @param version its name
   * @param pendingPredictions the predictions that wait for their outcome
   * @param oldestPendingSeconds the age of the oldest of them
   * @param windows the figures of each window, the shortest first
   * @param comparisons its figures beside those of its predecessor
   * @param drift the drift of each feature
   * @param checks where every bound stands
   */
  @Schema(name = "VersionView")
  public record Version(
      String version,
      long pendingPredictions,
      OptionalDouble oldestPendingSeconds,
      List<WindowView> windows,
      List<ComparisonView> comparisons,
      List<DriftView> drift,
      List<CheckView> checks) {

    private static Version of(VersionSnapshot version) {
      return new Version(
          version.version(),
          version.pending(),
          version.oldestPendingSeconds(),
          version.windows().stream().map(WindowView::of).toList(),
          version.comparisons().stream().map(ComparisonView::of).toList(),
          version.drift().stream().map(DriftView::of).toList(),
          version.bounds().stream().map(CheckView::of).toList());
    }
  }

  static ModelView of(ModelSnapshot model) {
    ModelSettings settings = model.settings();
    return new ModelView(
        model.model(),
        settings.kind().name().toLowerCase(Locale.ROOT),
        Optional.ofNullable(settings.unit()),
        Optional.ofNullable(settings.team()),
        Instant.ofEpochMilli(model.nowMillis()),
        model.epoch(),
        model.versions().stream().map(Version::of).toList());
  }
}
