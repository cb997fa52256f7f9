package io.atalaya.kpi;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Interaction;
import io.atalaya.event.PredictionId;
import io.atalaya.kpi.KpiDefinition.CountDistinct;
import io.atalaya.kpi.KpiDefinition.Formula;
import io.atalaya.kpi.KpiDefinition.Mean;
import io.atalaya.kpi.KpiDefinition.Quantity;
import io.atalaya.kpi.KpiDefinition.Rate;
import io.atalaya.kpi.KpiDefinition.Ratio;
import io.atalaya.kpi.KpiDefinition.Share;
import io.atalaya.kpi.KpiDefinition.Sum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KpiPlanTest {

  private static final Formula CLICK_RATE =
      new Ratio(new Quantity.Count("click"), new Quantity.Count("impression"));
  private static final Formula REVENUE =
      new Ratio(new Quantity.Total("purchase"), new Quantity.Predictions());

  private static final KpiPlan PLAN =
      new KpiPlan(
          Map.of(
              "ctr", new KpiDefinition(CLICK_RATE, false, true),
              "ctr-attributed", new KpiDefinition(CLICK_RATE, true, false),
              "revenue-each", new KpiDefinition(REVENUE, false, false),
              "clicks-a-second", new KpiDefinition(new Rate("click"), false, false),
              "revenue", new KpiDefinition(new Sum("purchase"), false, false),
              "rating", new KpiDefinition(new Mean("rating"), false, false),
              "low", new KpiDefinition(new Share("rating", 2), false, false),
              "clicked", new KpiDefinition(new CountDistinct("click"), false, false)));

  private final KpiCounts counts = new KpiCounts();

  private void add(
      String type,
      @Nullable String id,
      double value,
      @Nullable String segment,
      boolean attributed) {
    counts.add(
        PLAN,
        new Interaction(
            id == null ? null : PredictionId.of(id), "m", "1", 0, true, type, value, segment),
        segment,
        attributed);
  }

  private void add(String type, double value) {
    add(type, null, value, null, false);
  }

  @Test
  void withoutInteractionsCountsAreZeroAndRatiosAndMeansUndefined() {
    SortedMap<String, Double> zeros = new TreeMap<>();
    zeros.put("clicked", 0.0);
    zeros.put("clicks-a-second", 0.0);
    zeros.put("revenue", 0.0);

    assertEquals(zeros, PLAN.figures(counts, 0, 60));
    zeros.put("revenue-each", 0.0);
    assertEquals(zeros, PLAN.figures(counts, 7, 60));
  }

  @Test
  void everyKindOfFigureHasItsFormula() {
    for (int i = 0; i < 8; i++) {
      add("impression", "p" + i, Double.NaN, null, i < 5);
    }
    add("click", "p1", Double.NaN, null, true);
    add("click", "p1", Double.NaN, null, true);
    add("click", null, Double.NaN, null, false);
    add("purchase", 10.5);
    add("purchase", Double.NaN);
    add("purchase", -0.5);
    add("rating", 1);
    add("rating", 2);
    add("rating", Math.nextUp(2.0));
    add("rating", 5);
    add("rating", Double.NaN);

    SortedMap<String, Double> figures = PLAN.figures(counts, 4, 60);

    assertEquals(3 / 8.0, figures.get("ctr"));
    assertEquals(2 / 5.0, figures.get("ctr-attributed"));
    assertEquals(2.5, figures.get("revenue-each"));
    assertEquals(0.05, figures.get("clicks-a-second"));
    assertEquals(10.0, figures.get("revenue"));
    assertEquals(2.5, requireNonNull(figures.get("rating")), 1e-15);
    assertEquals(0.5, figures.get("low"));
    assertEquals(1, requireNonNull(figures.get("clicked")), 1e-4);
  }

  @Test
  void segmentsAreToldApartWhereAFigureAsksForIt() {
    add("impression", null, Double.NaN, "new", false);
    add("impression", null, Double.NaN, "old", true);
    add("impression", null, Double.NaN, "old", true);
    add("impression", null, Double.NaN, null, true);
    add("click", null, Double.NaN, "old", false);
    add("rating", null, 3, "old", false);

    assertTrue(PLAN.hasSegments());
    assertEquals(Map.of("ctr", 0.5), PLAN.segmentFigures(counts.ofSegments("old"::equals), 0, 60));
    assertEquals(Map.of("ctr", 0.0), PLAN.segmentFigures(counts.ofSegments("new"::equals), 0, 60));
    assertEquals(
        Map.of("ctr", 1 / 3.0), PLAN.segmentFigures(counts.ofSegments(name -> true), 0, 60));
    assertEquals(0.25, PLAN.figures(counts, 0, 60).get("ctr"));
    assertTrue(counts.ofSegments("other"::equals).isEmpty());
    assertEquals(0, counts.ofSegments("old"::equals).of("rating", false).count());
  }

  @Test
  void attributedOnesAreToldApartWithinASegmentToo() {
    KpiPlan plan =
        new KpiPlan(Map.of("attributed", new KpiDefinition(new Rate("click"), true, true)));
    Interaction click = new Interaction(null, "m", "1", 0, true, "click", Double.NaN, "s");
    counts.add(plan, click, "s", true);
    counts.add(plan, click, "s", false);
    KpiCounts ofSegment = counts.ofSegments("s"::equals);
    assertEquals(Map.of("attributed", 1.0), plan.segmentFigures(ofSegment, 0, 1));
    assertEquals(2, ofSegment.of("click", false).count());
  }

  @Test
  void predictionsAreToldApartOnlyWhereAFigureAsksForIt() {
    add("impression", "p", Double.NaN, null, true);
    add("click", "p", Double.NaN, null, true);
    assertEquals(0, counts.of("impression", false).distinctPredictions());
    assertEquals(1, counts.of("click", false).distinctPredictions(), 1e-4);
  }

  @Test
  void ofATypeAllIsCountedThatAnyOfItsFiguresNeedsWhateverTheirOrder() {
    List<KpiDefinition> definitions =
        List.of(
            new KpiDefinition(new CountDistinct("rating"), false, false),
            new KpiDefinition(new Share("rating", 1), false, true),
            new KpiDefinition(new Share("rating", 2), false, false),
            new KpiDefinition(new Mean("rating"), false, false));
    for (List<KpiDefinition> order : List.of(definitions, definitions.reversed())) {
      Map<String, KpiDefinition> named = new LinkedHashMap<>();
      order.forEach(definition -> named.put("kpi-" + named.size(), definition));
      assertEquals(
          new KpiPlan.Counted(new TreeSet<>(List.of(1.0, 2.0)), true, true),
          new KpiPlan(named).counted("rating"));
    }
  }

  @Test
  void ratiosMeansAndSharesCanBeCompared() {
    assertEquals(
        List.of("ctr", "ctr-attributed", "low", "rating", "revenue-each"), PLAN.comparable());
  }

  @Test
  void theSizeOfAComparableFigureIsWhatItIsTakenOver() {
    add("impression", "p", Double.NaN, null, true);
    add("impression", "q", Double.NaN, null, false);
    add("click", "p", Double.NaN, null, true);
    add("purchase", 10);
    add("purchase", Double.NaN);
    add("rating", 3);
    add("rating", Double.NaN);
    assertEquals(3, PLAN.size("ctr", counts, 100));
    assertEquals(2, PLAN.size("ctr-attributed", counts, 100));
    assertEquals(102, PLAN.size("revenue-each", counts, 100));
    assertEquals(1, PLAN.size("rating", counts, 100));
    assertEquals(1, PLAN.size("low", counts, 100));
  }

  @Test
  void aFigureThatGrowsWithTheTrafficHasNoSize() {
    for (Formula formula :
        List.of(new Rate("click"), new Sum("click"), new CountDistinct("click"))) {
      assertThrows(
          IllegalArgumentException.class, () -> plan("a", formula, false).size("a", counts, 100));
    }
  }

  @Test
  void aRatioToNothingIsUndefinedForComparisonsToo() {
    add("click", 1);
    assertEquals(OptionalDouble.empty(), PLAN.figure("ctr", counts, 0));
    assertEquals(OptionalDouble.empty(), PLAN.figure("revenue-each", counts, 0));
  }

  @Test
  void beyondTheRangeOfDoublesAFigureIsUndefined() {
    add("purchase", Double.MAX_VALUE);
    assertEquals(Double.MAX_VALUE, PLAN.figures(counts, 1, 60).get("revenue"));
    add("purchase", Double.MAX_VALUE);
    assertNull(PLAN.figures(counts, 1, 60).get("revenue"));
    assertNull(PLAN.figures(counts, 1, 60).get("revenue-each"));
  }

  @Test
  void aBoundThatNoValueIsLeftOfIsAsItWasBefore() {
    add("rating", 5);
    KpiCounts low = new KpiCounts();
    low.add(PLAN, new Interaction(null, "m", "1", 0, true, "rating", 1, null), null, false);
    KpiCounts before = new KpiCounts();
    before.merge(counts);

    counts.merge(low);
    counts.retract(low);

    assertEquals(before, counts);
  }

  @Test
  void aTypeThatNoFigureNamesIsNotCounted() {
    add("scroll", 1);
    assertTrue(counts.isEmpty());
    assertNull(PLAN.counted("scroll"));
  }

  @Test
  void whatIsCountedTellsPlansApartAndNotTheNamesOfFigures() {
    KpiPlan clicks = plan("a", new Rate("click"), false);
    assertEquals(clicks.fingerprint(), plan("b", new Sum("click"), false).fingerprint());
    assertNotEquals(clicks.fingerprint(), plan("a", new Rate("visit"), false).fingerprint());
    assertNotEquals(clicks.fingerprint(), plan("a", new Rate("click"), true).fingerprint());
    assertNotEquals(clicks.fingerprint(), plan("a", new Share("click", 1), false).fingerprint());
    assertNotEquals(
        clicks.fingerprint(), plan("a", new CountDistinct("click"), false).fingerprint());
    assertNotEquals(
        plan("a", new Rate("click"), true).fingerprint(),
        plan("a", new CountDistinct("click"), false).fingerprint());
    assertNotEquals(
        plan("a", new Share("click", 1), false).fingerprint(),
        plan("a", new Share("click", 2), false).fingerprint());
    assertFalse(clicks.hasSegments());
  }

  private static KpiPlan plan(String name, Formula formula, boolean segments) {
    return new KpiPlan(Map.of(name, new KpiDefinition(formula, false, segments)));
  }

  @Test
  void aTypeIsOfOneTo64Characters() {
    assertEquals(new Rate("😀".repeat(64)), new Rate(KpiDefinition.checkedType("😀".repeat(64))));
    assertThrows(IllegalArgumentException.class, () -> new Rate("x".repeat(65)));
    assertThrows(IllegalArgumentException.class, () -> new Sum(" "));
    assertThrows(IllegalArgumentException.class, () -> new Mean(" "));
    assertThrows(IllegalArgumentException.class, () -> new CountDistinct(" "));
    assertThrows(IllegalArgumentException.class, () -> new Quantity.Count(" "));
    assertThrows(IllegalArgumentException.class, () -> new Quantity.Total(" "));
    assertThrows(IllegalArgumentException.class, () -> new Share(" ", 1));
  }

  @Test
  void theBoundOfAShareIsFinite() {
    assertEquals(-1e300, new Share("rating", -1e300).atMost());
    assertThrows(IllegalArgumentException.class, () -> new Share("rating", Double.NaN));
    assertThrows(
        IllegalArgumentException.class, () -> new Share("rating", Double.POSITIVE_INFINITY));
  }
}
