package io.atalaya.adapter.rest;

import io.atalaya.drift.Contrast;
import io.atalaya.drift.DriftFigures;
import io.atalaya.drift.DriftVerdict;
import io.atalaya.drift.TestResult;
import io.atalaya.monitor.VersionSnapshot.FeatureDrift;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The drift of one feature.
 *
 * @param feature its name
 * @param verdict {@code stable}, {@code drifted} or {@code insufficient_data}
 * @param score when drifted: how much, the distance of the closed window times the importance
 * @param hits how many of the last closed windows differed enough
 * @param have with insufficient data: the values there are
 * @param need with insufficient data: the values it takes
 * @param season with insufficient data: the season whose reference lacks the values, where it is
 *     that
 * @param sliding the figures of the sliding window
 * @param closed the figures of the last closed window, which the verdict is about
 */
public record DriftView(
    String feature,
    String verdict,
    OptionalDouble score,
    OptionalInt hits,
    OptionalLong have,
    OptionalLong need,
    Optional<String> season,
    Optional<Figures> sliding,
    Optional<Figures> closed) {

  /**
   * A window against the reference.
   *
   * @param predictions the predictions in the window that could have had the feature
   * @param samples the values in the window
   * @param referencePredictions the predictions, or rows, behind the reference
   * @param referenceSamples the values in the reference
   * @param distance how far the window is from the reference, 0 to 1
   * @param tests what each test gave, the one first that decides on the distribution
   * @param quantiles of numbers: both distributions
   * @param shares of categories: those whose shares changed most, the largest change first
   */
  @Schema(name = "DriftFiguresView")
  public record Figures(
      long predictions,
      long samples,
      long referencePredictions,
      long referenceSamples,
      double distance,
      List<Test> tests,
      Optional<Quantiles> quantiles,
      Optional<List<Share>> shares) {

    private static Figures of(DriftFigures figures) {
      return new Figures(
          figures.predictions(),
          figures.n(),
          figures.referencePredictions(),
          figures.m(),
          figures.distance(),
          figures.results().stream().map(Test::of).toList(),
          figures.contrast().flatMap(Figures::quantiles),
          figures.contrast().flatMap(Figures::shares));
    }

    private static Optional<Quantiles> quantiles(Contrast contrast) {
      return switch (contrast) {
        case Contrast.Quantiles(List<Double> reference, List<Double> current) ->
            Optional.of(new Quantiles(Contrast.PROBABILITIES, reference, current));
        case Contrast.Shares _ -> Optional.empty();
      };
    }

    private static Optional<List<Share>> shares(Contrast contrast) {
      return switch (contrast) {
        case Contrast.Shares(List<Contrast.Share> largest) ->
            Optional.of(
                largest.stream()
                    .map(s -> new Share(s.category(), s.reference(), s.current()))
                    .toList());
        case Contrast.Quantiles _ -> Optional.empty();
      };
    }
  }

  /**
   * The quantiles of both distributions.
   *
   * @param probabilities which quantiles
   * @param reference those of the reference
   * @param current those of the window
   */
  @Schema(name = "DriftQuantilesView")
  public record Quantiles(
      List<Double> probabilities, List<Double> reference, List<Double> current) {}

  /**
   * The share of one category in both distributions.
   *
   * @param category its name
   * @param reference its share in the reference
   * @param current its share in the window
   */
  @Schema(name = "DriftShareView")
  public record Share(String category, double reference, double current) {}

  /**
   * One test.
   *
   * @param test its name
   * @param statistic its statistic
   * @param effect the size of the difference
   * @param bound the least effect worth a signal
   * @param pValue the raw p-value
   * @param pAdjusted the p-value adjusted for the dependence of values and over the features judged
   *     together
   */
  @Schema(name = "DriftTestView")
  public record Test(
      String test,
      double statistic,
      double effect,
      double bound,
      OptionalDouble pValue,
      OptionalDouble pAdjusted) {

    private static Test of(TestResult result) {
      return new Test(
          result.test().label(),
          result.statistic(),
          result.effect(),
          result.bound(),
          result.p(),
          result.adjustedP());
    }
  }

  static DriftView of(FeatureDrift drift) {
    return switch (drift.verdict()) {
      case DriftVerdict.Stable(DriftFigures closed, int hits) ->
          judged(drift, "stable", hits, closed);
      case DriftVerdict.Drifted(DriftFigures closed, int hits) ->
          judged(drift, "drifted", hits, closed);
      case DriftVerdict.InsufficientData(long have, long need, String season) ->
          new DriftView(
              drift.feature(),
              "insufficient_data",
              drift.score(),
              OptionalInt.empty(),
              OptionalLong.of(have),
              OptionalLong.of(need),
              Optional.of(season).filter(name -> !name.isEmpty()),
              figures(drift.figures()),
              Optional.empty());
    };
  }

  private static DriftView judged(
      FeatureDrift drift, String verdict, int hits, DriftFigures closed) {
    return new DriftView(
        drift.feature(),
        verdict,
        drift.score(),
        OptionalInt.of(hits),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        figures(drift.figures()),
        figures(closed));
  }

  private static Optional<Figures> figures(@Nullable DriftFigures figures) {
    return Optional.ofNullable(figures).map(Figures::of);
  }
}
