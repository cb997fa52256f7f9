package io.atalaya.monitor;

import io.atalaya.accuracy.RegressionQuality;
import io.atalaya.monitor.SegmentCounts.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The figures of one segment of a version's predictions over one window.
 *
 * @param window the window
 * @param segment its name; {@value #OTHER} for all that have no figures of their own
 * @param predictions all predictions, failed ones included
 * @param errorRatio failed over all predictions
 * @param quality the quality of the scored pairs
 */
public record SegmentFigures(
    Duration window,
    String segment,
    long predictions,
    OptionalDouble errorRatio,
    RegressionQuality quality) {

  /** The segment of all that have no figures of their own. */
  public static final String OTHER = "other";

  private static final long LEAST_SCORED = 30;

  private static final Comparator<SegmentFigures> LARGEST =
      Comparator.comparingLong(SegmentFigures::predictions)
          .reversed()
          .thenComparing(SegmentFigures::segment);

  private static final Comparator<SegmentFigures> WORST =
      Comparator.comparingDouble(SegmentFigures::badness).thenComparing(LARGEST);

  /** The figures of the segments that are told apart, in their order, and of the others last. */
  static List<SegmentFigures> of(Duration window, SegmentCounts counts, SegmentSettings settings) {
    if (counts.isEmpty() || settings.top() == 0) {
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
    SegmentCounts others = PaneStatistic.SEGMENTS.empty().get();
    counts.forEach(
        (name, segment) -> {
          if (!names.contains(name)) {
            others.merge(OTHER, segment);
          }
        });
    others.forEach((name, segment) -> shown.add(of(window, name, segment)));
    return shown;
  }

  private static SegmentFigures of(Duration window, String name, Segment segment) {
    return new SegmentFigures(
        window,
        name,
        segment.predictions(),
        segment.predictions() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(segment.failures() / (double) segment.predictions()),
        segment.quality().errors().snapshot());
  }

  private double badness() {
    return quality.scored() < LEAST_SCORED ? Double.MAX_VALUE : quality.accuracy().orElse(1);
  }
}
