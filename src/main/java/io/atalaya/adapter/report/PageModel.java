package io.atalaya.adapter.report;

import io.atalaya.report.FigureTrend;
import io.atalaya.report.Report;
import io.atalaya.report.ReportPeriod;
import io.atalaya.report.ReportText;
import io.atalaya.report.Sparkline;
import io.atalaya.report.VersionReport;
import io.quarkus.qute.TemplateData;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a page shows, as texts.
 *
 * @param headline the report in one line
 * @param span the time that it is about
 * @param steps what a bar of a chart stands for
 * @param worse the figures that got worse
 * @param versions what became of each version
 */
@TemplateData
public record PageModel(
    String headline, String span, String steps, List<Worse> worse, List<Version> versions) {

  /** How high the highest bar of a chart is, in pixels. */
  private static final int BAR_PIXELS = 24;

  /** A figure that got worse. */
  @TemplateData
  public record Worse(String version, String figure, String before, String value, String change) {}

  /**
   * What became of one version.
   *
   * @param title model, version and team
   * @param firing the checks that fire
   * @param drifting the features that drift
   * @param invalidations how often cached answers were invalidated
   * @param figures its figures
   * @param episodes what fired, a line each
   */
  @TemplateData
  public record Version(
      String title,
      String firing,
      String drifting,
      String invalidations,
      List<Row> figures,
      List<String> episodes) {}

  /**
   * A row of the table of figures.
   *
   * @param tone {@code worse}, {@code better} or empty
   * @param bars the heights of the chart's bars, in pixels; 0 where nothing is defined
   * @param range the least and the greatest value of the chart
   */
  @TemplateData
  public record Row(
      String figure, String value, String change, String tone, List<Integer> bars, String range) {}

  static PageModel of(Report report) {
    return new PageModel(
        report.headline(),
        ReportText.span(report),
        report.period().kind() == ReportPeriod.Kind.DAILY ? "hour" : "day",
        report.worsenings().stream().map(PageModel::worse).toList(),
        report.models().stream().map(version -> version(version, report)).toList());
  }

  private static Worse worse(Report.Worsening worsening) {
    FigureTrend figure = worsening.figure();
    return new Worse(
        ReportText.title(worsening.version()),
        figure.figure().name(),
        ReportText.value(figure, figure.before()),
        ReportText.value(figure, figure.value()),
        ReportText.change(figure));
  }

  private static Version version(VersionReport version, Report report) {
    return new Version(
        ReportText.title(version),
        String.join(", ", version.firing()),
        String.join(", ", version.drifting()),
        ReportText.invalidations(version),
        version.figures().stream().map(PageModel::row).toList(),
        version.episodes().stream()
            .map(episode -> ReportText.episode(episode, report.period().zone()))
            .toList());
  }

  private static Row row(FigureTrend figure) {
    DoubleSummaryStatistics steps =
        figure.steps().stream().flatMapToDouble(OptionalDouble::stream).summaryStatistics();
    return new Row(
        figure.figure().name(),
        ReportText.value(figure, figure.value()),
        ReportText.change(figure),
        figure.isWorse() ? "worse" : figure.isBetter() ? "better" : "",
        Arrays.stream(Sparkline.heights(figure.steps()))
            .mapToObj(height -> height * BAR_PIXELS / Sparkline.HEIGHTS)
            .toList(),
        steps.getCount() == 0
            ? ""
            : figure.figure().text(steps.getMin()) + " – " + figure.figure().text(steps.getMax()));
  }
}
