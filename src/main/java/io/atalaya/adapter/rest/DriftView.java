package io.atalaya.adapter.rest;

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
 * @param hits how many of the last closed windows differed enough
 * @param have with insufficient data: the values there are
 * @param need with insufficient data: the values it takes
 * @param sliding the figures of the sliding window
 * @param closed the figures of the last closed window, which the verdict is about
 */
public record DriftView(
    String feature,
    String verdict,
    OptionalInt hits,
    OptionalLong have,
    OptionalLong need,
    Optional<Figures> sliding,
    Optional<Figures> closed) {

  /**
   * A window against the reference.
   *
   * @param samples the values in the window
   * @param referenceSamples the values in the reference
   * @param tests what each test gave, the one first whose p-value is the verdict's
   */
  @Schema(name = "DriftFiguresView")
  public record Figures(long samples, long referenceSamples, List<Test> tests) {

    private static Figures of(DriftFigures figures) {
      return new Figures(
          figures.n(), figures.m(), figures.results().stream().map(Test::of).toList());
    }
  }

  /**
   * One test.
   *
   * @param test its name
   * @param statistic its statistic
   * @param effect the size of the difference
   * @param bound the least effect worth a signal
   * @param pValue the raw p-value
   * @param pAdjusted the p-value adjusted over the features judged together
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
    Optional<Figures> sliding = figures(drift.figures());
    return switch (drift.verdict()) {
      case DriftVerdict.Stable(DriftFigures closed, int hits) ->
          judged(drift.feature(), "stable", hits, sliding, closed);
      case DriftVerdict.Drifted(DriftFigures closed, int hits) ->
          judged(drift.feature(), "drifted", hits, sliding, closed);
      case DriftVerdict.InsufficientData(long have, long need) ->
          new DriftView(
              drift.feature(),
              "insufficient_data",
              OptionalInt.empty(),
              OptionalLong.of(have),
              OptionalLong.of(need),
              sliding,
              Optional.empty());
    };
  }

  private static DriftView judged(
      String feature, String verdict, int hits, Optional<Figures> sliding, DriftFigures closed) {
    return new DriftView(
        feature,
        verdict,
        OptionalInt.of(hits),
        OptionalLong.empty(),
        OptionalLong.empty(),
        sliding,
        figures(closed));
  }

  private static Optional<Figures> figures(@Nullable DriftFigures figures) {
    return Optional.ofNullable(figures).map(Figures::of);
  }
}
