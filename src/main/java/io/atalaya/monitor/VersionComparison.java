package io.atalaya.monitor;

import io.atalaya.kpi.KpiPlan;
import io.atalaya.signal.CheckDefinition;
import io.atalaya.statistics.Estimate;
import io.atalaya.statistics.Jackknife;
import io.atalaya.statistics.TwoProportions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of a version beside that of its predecessor, over the same window.
 *
 * <p>Versions that serve at the same time share what happens then, and errors that are close in
 * time are alike: the test leaves blocks of the window out of both versions at once, see {@link
 * Jackknife#minus}. Where one of them has too few blocks, pairs count as independent of one another
 * (B. L. Welch). Failures must differ as independent ones as well ({@link TwoProportions}): no
 * block says how uncertain a version is that did not fail yet.
 *
 * @param baseline the predecessor
 * @param window the window
 * @param metric the name of the check on the figure: {@code mae}, {@code rmse}, {@code bias},
 *     {@code accuracy} or {@code error-ratio}; of a classifier also {@code precision}, {@code
 *     recall}, {@code f1}, {@code log-loss}, {@code brier} or {@code auc}; {@code kpi:<name>} of a
 *     ratio, mean or share
 * @param difference the version's figure less the predecessor's
 * @param pValue the two-sided p-value of the hypothesis that there is none
 * @param lower the lower end of its 95 % confidence interval, of a business figure; empty of others
 * @param upper the upper end
 */
public record VersionComparison(
    String baseline,
    Duration window,
    String metric,
    double difference,
    double pValue,
    OptionalDouble lower,
    OptionalDouble upper) {

  /** That each end of an interval of 95 % excludes the truth is to have this probability. */
  private static final double ONE_SIDED = 0.975;

  private static final List<String> OF_NUMBERS = List.of("mae", "rmse", "bias", "accuracy");

  private static final List<String> OF_CLASSES =
      List.of("accuracy", "precision", "recall", "f1", "log-loss", "brier", "auc");

  /** Versions are compared by what is known of them, and not by estimates. */
  private static final CohortCounts NOTHING_KNOWN = new CohortCounts();

  /** With fewer pairs, or predictions, there is nothing to compare. */
  private static final long LEAST = 30;

  public VersionComparison(
      String baseline, Duration window, String metric, double difference, double pValue) {
    this(
        baseline,
        window,
        metric,
        difference,
        pValue,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  /** Compares the windows of a version with those of {@code baseline}, in the same order. */
  static List<VersionComparison> of(
      List<VersionWindow> windows, String baseline, List<VersionWindow> predecessors) {
    List<VersionComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      comparisons.addAll(of(windows.get(i), baseline, predecessors.get(i)));
    }
    return comparisons;
  }

  private static List<VersionComparison> of(
      VersionWindow window, String baseline, VersionWindow predecessors) {
    List<VersionComparison> comparisons = new ArrayList<>();
    QualityEstimates<?> mine = window.estimates();
    QualityEstimates<?> theirs = predecessors.estimates();
    if (mine.scored() >= LEAST && theirs.scored() >= LEAST) {
      WindowFigures figures = window.figures(NOTHING_KNOWN, PriceSettings.NONE);
      WindowFigures others = predecessors.figures(NOTHING_KNOWN, PriceSettings.NONE);
      for (String metric : figures.classes() == null ? OF_NUMBERS : OF_CLASSES) {
        OptionalDouble figure = figures.figure(metric);
        OptionalDouble other = others.figure(metric);
        if (figure.isPresent() && other.isPresent()) {
          double difference = figure.getAsDouble() - other.getAsDouble();
          mine.pValue(theirs, metric)
              .ifPresent(
                  p ->
                      comparisons.add(
                          new VersionComparison(baseline, window.length(), metric, difference, p)));
        }
      }
    }
    WindowBlocks<TrafficCounts> answers = window.predictions();
    WindowBlocks<TrafficCounts> otherAnswers = predecessors.predictions();
    if (answers.size() >= LEAST && otherAnswers.size() >= LEAST) {
      double difference =
          answers.all().errorRatio().orElseThrow() - otherAnswers.all().errorRatio().orElseThrow();
      comparisons.add(
          new VersionComparison(
              baseline,
              window.length(),
              "error-ratio",
              difference,
              pValueOfErrors(answers, otherAnswers)));
    }
    comparisons.addAll(ofKpis(window, baseline, predecessors));
    return comparisons;
  }

  /** Business figures, by blocks alone: single interactions are not independent of one another. */
  private static List<VersionComparison> ofKpis(
      VersionWindow window, String baseline, VersionWindow predecessors) {
    KpiPlan plan = window.kpiPlan();
    List<VersionComparison> comparisons = new ArrayList<>();
    if (plan.comparable().isEmpty()) {
      return comparisons;
    }
    List<KpiBlock> mine = window.kpiBlocks();
    List<KpiBlock> theirs = predecessors.kpiBlocks();
    for (String kpi : plan.comparable()) {
      jackknife(plan, kpi, mine)
          .flatMap(
              change ->
                  jackknife(plan, kpi, theirs).flatMap(other -> change.minus(other).estimate()))
          .ifPresent(
              difference ->
                  comparisons.add(
                      new VersionComparison(
                          baseline,
                          window.length(),
                          CheckDefinition.KPI + kpi,
                          difference.value(),
                          difference.pValue(),
                          OptionalDouble.of(difference.lower(ONE_SIDED)),
                          OptionalDouble.of(difference.upper(ONE_SIDED)))));
    }
    return comparisons;
  }

  private static Optional<Jackknife> jackknife(KpiPlan plan, String kpi, List<KpiBlock> blocks) {
    WindowBlocks<KpiBlock> all =
        new WindowBlocks<>(
            () -> blocks,
            KpiBlock::new,
            block -> plan.size(kpi, block.counts(), block.predictions()));
    return all.size() < LEAST
        ? Optional.empty()
        : all.jackknife(block -> plan.figure(kpi, block.counts(), block.predictions()));
  }

  /** The greater of two p-values: blocks know bursts of failures, the other test rare ones. */
  private static double pValueOfErrors(
      WindowBlocks<TrafficCounts> mine, WindowBlocks<TrafficCounts> theirs) {
    double byBlocks =
        mine.jackknife(TrafficCounts::errorRatio)
            .flatMap(
                change ->
                    theirs
                        .jackknife(TrafficCounts::errorRatio)
                        .flatMap(other -> change.minus(other).estimate()))
            .map(Estimate::pValue)
            .orElse(0.0);
    return Math.max(
        byBlocks,
        TwoProportions.pValue(
            mine.all().errors(), mine.size(), theirs.all().errors(), theirs.size()));
  }
}
