package io.atalaya.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "accuracy; 0.8125; 81.3 %",
        "cache-hit-ratio; 1; 100.0 %",
        "latency-p95; 0.0421; 42.10 ms",
        "latency-p95; 2.5; 2.500 s",
        "mae; 31.4159; 31.42",
        "mae; 0; 0",
        "mae; -123456.7; -123,457",
        "mae; 0.00001234; 1.234e-05",
        "mae; 1.5e12; 1.500e+12",
        "predictions; 1234567; 1,234,567",
        "kpi:mean-rating; 4.25; 4.250"
      })
  void valuesAreWrittenAsPeopleReadThem(String name, double value, String text) {
    assertEquals(text, Figure.named(name).text(value));
  }

  @Test
  void countsOfDaysAreAddedAndOthersAveraged() {
    List<OptionalDouble> days =
        List.of(OptionalDouble.of(2), OptionalDouble.empty(), OptionalDouble.of(4));
    assertEquals(OptionalDouble.of(6), Figure.named("predictions").ofDays(days));
    assertEquals(OptionalDouble.of(3), Figure.named("mae").ofDays(days));
    assertEquals(
        OptionalDouble.empty(), Figure.named("mae").ofDays(List.of(OptionalDouble.empty())));
  }

  @Test
  void countsComeFirstThenChecksThenTheRestByName() {
    assertEquals(
        List.of("predictions", "scored", "accuracy", "rmse", "latency-p99", "kpi:a", "kpi:b"),
        Stream.of("kpi:b", "rmse", "scored", "latency-p99", "accuracy", "kpi:a", "predictions")
            .sorted(Figure.ORDER)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    // A tenth of what it was, one step below, and the other way.
    "mae, 110, 100, true, false",
    "mae, 109.9, 100, false, false",
    "mae, 90, 100, false, true",
    "accuracy, 0.72, 0.8, true, false",
    "accuracy, 0.9, 0.8, false, true",
    // Nobody says which way is better.
    "bias, 200, 100, false, false",
    // No share of nothing.
    "mae, 5, 0, false, false"
  })
  void aFigureIsWorseWhenItDiffersByATenth(
      String name, double value, double before, boolean worse, boolean better) {
    FigureTrend trend =
        new FigureTrend(
            Figure.named(name), OptionalDouble.of(value), OptionalDouble.of(before), List.of());
    assertEquals(worse, trend.isWorse());
    assertEquals(better, trend.isBetter());
  }

  @Test
  void withoutAPeriodBeforeThereIsNoChange() {
    FigureTrend trend =
        new FigureTrend(
            Figure.named("mae"), OptionalDouble.of(1), OptionalDouble.empty(), List.of());
    assertTrue(trend.change().isEmpty());
    assertFalse(trend.isWorse());
  }

  @Test
  void aSparklineHasTheLeastAtTheBottomAndTheGreatestAtTheTop() {
    List<OptionalDouble> values =
        DoubleStream.of(1, 8, 4.5, Double.NaN)
            .mapToObj(
                value -> Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value))
            .toList();
    assertEquals("▁█▅·", Sparkline.text(values));
    assertEquals("▄▄", Sparkline.text(List.of(OptionalDouble.of(3), OptionalDouble.of(3))));
    assertEquals("··", Sparkline.text(List.of(OptionalDouble.empty(), OptionalDouble.empty())));
    assertEquals("", Sparkline.text(List.of()));
  }
}
