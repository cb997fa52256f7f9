package io.atalaya.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.GenerationCounts;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GenerationFiguresTest {

  private static final OptionalDouble NONE = OptionalDouble.empty();

  private final GenerationCounts counts = new GenerationCounts();

  private void add(double promptTokens, double tokens) {
    counts.add(
        new Generation(
            PredictionId.of("g"),
            "m",
            "1",
            0,
            promptTokens,
            tokens,
            0.5,
            2.5,
            "stop",
            null,
            null,
            new TreeMap<>(Map.of("a", 0.25)),
            null));
  }

  private GenerationFigures figures(OptionalDouble input, OptionalDouble output) {
    return GenerationFigures.of(counts, new PriceSettings(NONE, input, output));
  }

  private void assertCost(double expected, OptionalDouble input, OptionalDouble output) {
    assertEquals(expected, figures(input, output).cost().orElseThrow(), 1e-15);
  }

  private static void assertMedian(double expected, Quantiles found) {
    assertEquals(expected, found.p50().orElseThrow(), expected / 2_048);
  }

  @Test
  void eachFigureIsOfItsOwnMeasure() {
    add(400, 101);

    GenerationFigures figures = figures(NONE, NONE);

    assertEquals(1, figures.requests());
    assertEquals(OptionalDouble.of(40.4), figures.tokensPerSecond());
    assertMedian(40.4, figures.tokensPerSecondEach());
    assertMedian(0.5, figures.firstTokenSeconds());
    assertMedian(0.02, figures.perTokenSeconds());
    assertMedian(2.5, figures.durationSeconds());
    assertEquals(400, figures.promptTokens());
    assertMedian(400, figures.promptTokensEach());
    assertEquals(101, figures.completionTokens());
    assertMedian(101, figures.completionTokensEach());
    assertEquals(Map.of("stop", 1L), figures.finishes());
    assertEquals(OptionalDouble.of(0.25), figures.score("a"));
    assertEquals(NONE, figures.score("b"));
  }

  @Test
  void pricesAreOfAMillionTokens() {
    add(400, 101);
    add(600, Double.NaN);
    assertCost(1_000 * 0.15e-6 + 101 * 0.6e-6, OptionalDouble.of(0.15), OptionalDouble.of(0.6));
    assertCost(101 * 0.6e-6, NONE, OptionalDouble.of(0.6));
    assertCost(1_000 * 0.15e-6, OptionalDouble.of(0.15), NONE);
  }

  @Test
  void whatHasNoPriceCostsNothingThatIsKnown() {
    assertEquals(NONE, figures(NONE, NONE).cost());
    add(400, 101);
    assertEquals(NONE, figures(NONE, NONE).cost());
    assertCost(0, OptionalDouble.of(0), NONE);
  }

  @Test
  void withoutGenerationsTheCostIsZeroAndWithoutTheirTokensUnknown() {
    assertCost(0, OptionalDouble.of(0.15), NONE);
    add(Double.NaN, 101);
    assertEquals(NONE, figures(OptionalDouble.of(0.15), NONE).cost());
    assertCost(101 * 0.6e-6, OptionalDouble.of(0.15), OptionalDouble.of(0.6));
  }
}
