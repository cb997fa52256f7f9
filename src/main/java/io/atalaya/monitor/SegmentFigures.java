package io.atalaya.monitor;

import io.atalaya.accuracy.ClassificationCounts;
import io.atalaya.accuracy.ClassificationQuality;
import io.atalaya.accuracy.RegressionQuality;
import io.atalaya.kpi.KpiCounts;
import io.atalaya.kpi.KpiPlan;
import io.atalaya.monitor.SegmentCounts.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one segment of a version's predictions over one window.
 *
 * @param window the window
 * @param segment its name; {@value #OTHER} for all that have no figures of their own
 * @param predictions all predictions, failed ones included
 * @param errorRatio failed over all predictions
 * @param quality the quality of the scored pairs of numbers
 * @param classes the quality of the scored pairs of classes; null for a model of numbers
 * @param kpis the business figures that are defined, by name
 */
public record SegmentFigures(
    Duration window,
    String segment,
    long predictions,
    OptionalDouble errorRatio,
    RegressionQuality quality,
    @Nullable ClassificationQuality classes,
    SortedMap<String, Double> kpis) {

  /** The segment of all that have no figures of their own. */
  public static final String OTHER = "other";

  private static final long LEAST_SCORED = 30;

  private static final Comparator<SegmentFigures> LARGEST =
      Comparator.comparingLong(SegmentFigures::predictions)
          .reversed()
          .thenComparing(SegmentFigures::segment);

  private static final Comparator<SegmentFigures> WORST =
      Comparator.comparingDouble(SegmentFigures::badness).thenComparing(LARGEST);

  /**
   * The figures of the segments of predictions that are told apart, in their order, and of the
   * others last.
   *
   * @param interactions what business figures are made of
   */
  static List<SegmentFigures> of(
      Duration window,
      SegmentCounts counts,
      SegmentSettings settings,
      KpiPlan kpiPlan,
      KpiCounts interactions) {
    if ((counts.isEmpty() && interactions.isEmpty()) || settings.top() == 0) {
      return List.of();
    }
    List<SegmentFigures> all = new ArrayList<>();
    counts.forEach(
        (name, segment) -> {
          if (!name.equals(OTHER)) {
            all.add(of(window, name, segment));
          }
        });
    all.sort(settings.by() == SegmentSettings.Order.WORST ? WORST : LARGEST);
    List<SegmentFigures> shown =
        new ArrayList<>(all.subList(0, Math.min(settings.top(), all.size())));
    List<String> names = shown.stream().map(SegmentFigures::segment).toList();
    shown.replaceAll(
        each -> each.with(kpiPlan, interactions.ofSegments(name -> name.equals(each.segment))));
    SegmentCounts others = counts.emptyOne();
    counts.forEach(
        (name, segment) -> {
          if (!names.contains(name)) {
            others.merge(OTHER, segment);
          }
        });
    KpiCounts otherInteractions = interactions.ofSegments(name -> !names.contains(name));
    if (!otherInteractions.isEmpty()) {
      others.open(OTHER);
    }
    others.forEach(
        (name, segment) -> shown.add(of(window, name, segment).with(kpiPlan, otherInteractions)));
    return shown;
  }

  /** The same with its business figures. */
  private SegmentFigures with(KpiPlan plan, KpiCounts interactions) {
    double seconds = window.toMillis() / 1_000.0;
    return new SegmentFigures(
        window,
        segment,
        predictions,
        errorRatio,
        quality,
        classes,
        plan.segmentFigures(interactions, predictions, seconds));
  }

  private static SegmentFigures of(Duration window, String name, Segment segment) {
    ClassificationCounts classes = segment.quality().classes();
    return new SegmentFigures(
        window,
        name,
        segment.predictions(),
        segment.predictions() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(segment.failures() / (double) segment.predictions()),
        segment.quality().errors().snapshot(),
        classes == null ? null : classes.snapshot(),
        new TreeMap<>());
  }

  /** The number of scored pairs. */
  public long scored() {
    return classes == null ? quality.scored() : classes.scored();
  }

  /** The forecast accuracy of numbers, the share of right ones of classes. */
  public OptionalDouble accuracy() {
    return classes == null ? quality.accuracy() : classes.accuracy();
  }

  private double badness() {
    return scored() < LEAST_SCORED ? Double.MAX_VALUE : accuracy().orElse(1);
  }
}
