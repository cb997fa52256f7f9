package io.atalaya.adapter.rest;

import io.atalaya.report.Episode;
import io.atalaya.report.FigureTrend;
import io.atalaya.report.Report;
import io.atalaya.report.VersionReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A report. What is undefined is missing.
 *
 * @param report daily or weekly
 * @param headline the report in one line
 * @param from the beginning of its period
 * @param to its end, exclusive
 * @param until until when there is something: {@code to}, or when it was made if that is earlier
 * @param made when it was made
 * @param timeZone the time zone in which its days begin
 * @param models one entry of each version, those with something that fires first
 */
@Schema(name = "Report")
public record ReportView(
    String report,
    String headline,
    Instant from,
    Instant to,
    Instant until,
    Instant made,
    String timeZone,
    List<VersionView> models) {

  /**
   * What became of one version.
   *
   * @param figures its figures by name
   * @param episodes what fired in the period, the earliest first
   * @param firing what fires at its end
   * @param drifting the features that drift at its end, the one that drifts most first
   * @param invalidations how often the model's cached answers were invalidated, by reason
   */
  @Schema(name = "VersionReport")
  public record VersionView(
      String model,
      String version,
      @Nullable String unit,
      @Nullable String team,
      List<FigureView> figures,
      List<EpisodeView> episodes,
      List<String> firing,
      List<String> drifting,
      Map<String, Long> invalidations) {

    static VersionView of(VersionReport version) {
      return new VersionView(
          version.model(),
          version.version(),
          version.unit(),
          version.team(),
          version.figures().stream().map(FigureView::of).toList(),
          version.episodes().stream().map(EpisodeView::of).toList(),
          version.firing(),
          version.drifting(),
          version.invalidations());
    }
  }

  /**
   * A figure over the period, in base units.
   *
   * @param figure the name of the check, or of a count
   * @param value that of the period
   * @param before that of the period before
   * @param change the difference as a share of {@code before}
   * @param worse whether it is worse by a tenth or more
   * @param steps that of each hour of a day, or day of a week; null where it is not defined
   */
  @Schema(name = "ReportedFigure")
  public record FigureView(
      String figure,
      OptionalDouble value,
      OptionalDouble before,
      OptionalDouble change,
      boolean worse,
      List<@Nullable Double> steps) {

    static FigureView of(FigureTrend trend) {
      return new FigureView(
          trend.figure().name(),
          trend.value(),
          trend.before(),
          trend.change(),
          trend.isWorse(),
          trend.steps().stream().<@Nullable Double>map(FigureView::orNull).toList());
    }

    private static @Nullable Double orNull(OptionalDouble step) {
      return step.isPresent() ? step.getAsDouble() : null;
    }
  }

  /**
   * A check that fired for a time.
   *
   * @param until when it ceased; missing while it fires
   */
  @Schema(name = "ReportedEpisode")
  public record EpisodeView(
      String check,
      String window,
      String severity,
      Instant since,
      Optional<Instant> until,
      OptionalDouble observed,
      OptionalDouble threshold) {

    static EpisodeView of(Episode episode) {
      return new EpisodeView(
          episode.check(),
          episode.window(),
          episode.severity(),
          episode.since(),
          episode.until(),
          episode.observed(),
          episode.threshold());
    }
  }

  static ReportView of(Report report) {
    return new ReportView(
        report.period().kind().label(),
        report.headline(),
        report.period().start(),
        report.period().end(),
        report.until(),
        report.made(),
        report.period().zone().getId(),
        report.models().stream().map(VersionView::of).toList());
  }
}
