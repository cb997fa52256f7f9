package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.event.Label;
import io.atalaya.kpi.KpiCounts;
import io.atalaya.kpi.KpiPlan;
import io.atalaya.matching.Pair;
import io.atalaya.monitor.SegmentSettings.Order;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SegmentFiguresTest {

  private final SegmentCounts counts = new SegmentCounts(QualityCounts::new);

  private void add(String segment, int predictions, int failed, int pairs, double error) {
    for (int i = 0; i < predictions; i++) {
      counts.addPrediction(segment, i < failed);
    }
    for (int i = 0; i < pairs; i++) {
      counts.add(
          segment,
          new Pair(
              "1",
              new Label.Numeric(100 + error),
              new Label.Numeric(100),
              0,
              0,
              segment,
              0,
              null,
              null));
    }
  }

  private List<SegmentFigures> figures(int top, Order by) {
    return SegmentFigures.of(
        Duration.ofHours(1),
        counts,
        new SegmentSettings(top, by),
        new KpiPlan(Map.of()),
        new KpiCounts());
  }

  private static List<String> names(List<SegmentFigures> figures) {
    return figures.stream().map(SegmentFigures::segment).toList();
  }

  @Test
  void theLargestComeFirstAndTheRestIsPutTogether() {
    add("small", 5, 0, 5, 1);
    add("large", 50, 10, 40, 10);
    add("middle", 20, 0, 20, 2);
    add("tiny", 1, 1, 0, 0);
    List<SegmentFigures> shown = figures(2, Order.LARGEST);
    assertEquals(List.of("large", "middle", "other"), names(shown));
    assertEquals(OptionalDouble.of(0.2), shown.getFirst().errorRatio());
    assertEquals(OptionalDouble.of(10), shown.getFirst().quality().mae());
    SegmentFigures other = shown.getLast();
    assertEquals(6, other.predictions());
    assertEquals(OptionalDouble.of(1 / 6.0), other.errorRatio());
    assertEquals(OptionalDouble.of(1), other.quality().mae());
  }

  @Test
  void theWorstAreThoseOfTheLowestAccuracyWithEnoughPairs() {
    add("good", 90, 0, 60, 1);
    add("bad", 40, 0, 30, 50);
    add("few", 40, 0, 29, 90);
    assertEquals(List.of("bad", "good", "other"), names(figures(2, Order.WORST)));
  }

  @Test
  void withoutARestThereIsNoOther() {
    add("b", 1, 0, 0, 0);
    add("a", 1, 0, 0, 0);
    assertEquals(List.of("a", "b"), names(figures(2, Order.LARGEST)));
    assertEquals(List.of(), figures(0, Order.LARGEST));
  }

  @Test
  void aSegmentThatIsCalledOtherIsOneOfTheOthers() {
    add("other", 100, 0, 0, 0);
    add("a", 2, 0, 0, 0);
    add("b", 1, 0, 0, 0);
    List<SegmentFigures> shown = figures(1, Order.LARGEST);
    assertEquals(List.of("a", "other"), names(shown));
    assertEquals(101, shown.getLast().predictions());
  }
}
