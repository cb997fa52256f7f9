package io.atalaya.adapter.rest;

import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.VersionSnapshot.FeatureDrift;
import io.atalaya.monitor.WindowFigures;
import io.atalaya.signal.ThresholdState;
import io.atalaya.window.WindowLabel;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The models of an instance with their main figures.
 *
 * @param models the models by name
 */
public record ModelList(List<Entry> models) {

  /**
   * One model.
   *
   * @param model its name
   * @param time the event time up to which everything has been read
   * @param epoch the epoch of its cached predictions; 0 before the first invalidation
   * @param versions its live versions, by name
   */
  @Schema(name = "ModelSummary")
  public record Entry(String model, Instant time, long epoch, List<Version> versions) {

    private static Entry of(ModelSnapshot model) {
      return new Entry(
          model.model(),
          Instant.ofEpochMilli(model.nowMillis()),
          model.epoch(),
          model.versions().stream().map(Version::of).toList());
    }
  }

  /**
   * One version; its figures are those of its longest window, under the names of their metrics, and
   * missing when undefined.
   *
   * @param version its name
   * @param window the longest window
   * @param drifting the features that drift, the one that drifts most first
   * @param firing the bounds that fire
   */
  @Schema(name = "VersionSummary")
  public record Version(
      String version,
      String window,
      long predictions,
      long scoredPredictions,
      OptionalDouble mae,
      OptionalDouble rmse,
      OptionalDouble r2,
      OptionalDouble accuracyRatio,
      OptionalDouble labelCoverageRatio,
      OptionalDouble confidenceMean,
      OptionalDouble errorRatio,
      long pendingPredictions,
      List<String> drifting,
      List<CheckView> firing) {

    private static Version of(VersionSnapshot version) {
      WindowFigures longest = version.windows().getLast();
      return new Version(
          version.version(),
          WindowLabel.of(longest.window()),
          longest.predictions(),
          longest.quality().scored(),
          longest.quality().mae(),
          longest.quality().rmse(),
          longest.quality().r2(),
          longest.quality().accuracy(),
          longest.labelCoverage(),
          longest.confidenceMean(),
          longest.errorRatio(),
          version.pending(),
          version.drifting().stream().map(FeatureDrift::feature).toList(),
          version.bounds().stream()
              .filter(bound -> bound.state() instanceof ThresholdState.Firing)
              .map(CheckView::of)
              .toList());
    }
  }

  static ModelList of(List<ModelSnapshot> models) {
    return new ModelList(models.stream().map(Entry::of).toList());
  }
}
