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
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
    assertThrows(IllegalArgumentException.class, () -> new Share("rating", Double.NaN));
  }
}
