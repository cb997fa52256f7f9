package io.atalaya.generation;

import static io.atalaya.generation.ExampleGenerations.generation;
import static io.atalaya.generation.ExampleGenerations.scored;
import static io.atalaya.generation.ExampleGenerations.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.generation.ScoreCounts.Score;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GenerationCountsTest {

  /** What a histogram of quantiles may be off, relatively. */
  private static final double BUCKET = 0x1p-11;

  private final GenerationCounts counts = new GenerationCounts();

  private void assertQuantile(double expected, OptionalDouble found) {
    assertEquals(expected, found.orElseThrow(), expected * BUCKET);
  }

  @Test
  void withoutGenerationsNothingIsKnownButThatThereWereNone() {
    assertTrue(counts.isEmpty());
    assertEquals(0, counts.promptTokens().sum());
    assertEquals(OptionalDouble.empty(), counts.speed().tokensPerSecond());
    assertEquals(OptionalDouble.empty(), counts.speed().firstTokenQuantile(0.5));
    assertEquals(OptionalDouble.empty(), counts.completionTokens().quantile(0.5));
    assertEquals(Map.of(), counts.scores().snapshot());
    assertEquals(Map.of(), counts.finishes());
  }

  @Test
  void theSpeedOfAllIsThatOfTheTokensOverTheTime() {
    counts.add(text(30, 0.5, 1));
    counts.add(text(30, 0.5, 5));
    // One that says only one of the two says nothing of it.
    counts.add(text(1_000, 0.5, Double.NaN));
    counts.add(text(Double.NaN, 0.5, 100));
    assertEquals(10, counts.speed().tokensPerSecond().orElseThrow());
    assertQuantile(6, counts.speed().speedQuantile(0.5));
    assertQuantile(30, counts.speed().speedQuantile(1));
    assertQuantile(100, counts.speed().durationQuantile(1));
  }

  @Test
  void theTimePerTokenIsThatAfterTheFirst() {
    counts.add(text(1, 0.5, 2));
    assertEquals(OptionalDouble.empty(), counts.speed().perTokenQuantile(0.5));
    counts.add(text(2, 0.5, 2));
    assertQuantile(1.5, counts.speed().perTokenQuantile(1));
    counts.add(text(4, 0.5, 2));
    assertQuantile(0.5, counts.speed().perTokenQuantile(0));
    counts.add(text(4, Double.NaN, 99));
    assertQuantile(1.5, counts.speed().perTokenQuantile(1));
  }

  @Test
  void whatTookNoTimeHasNoSpeed() {
    counts.add(text(4, 0, 0));
    counts.add(text(0, 0, 0));
    assertEquals(OptionalDouble.empty(), counts.speed().tokensPerSecond());
    assertEquals(OptionalDouble.empty(), counts.speed().speedQuantile(0.5));
    assertEquals(OptionalDouble.of(0), counts.speed().durationQuantile(0.5));
    counts.add(text(1e9, 0, Double.MIN_VALUE));
    assertEquals(OptionalDouble.empty(), counts.speed().speedQuantile(0.5));
  }

  @Test
  void aFailedOneCountsWithItsTokensAndSaysNothingOfSpeedAndScores() {
    counts.add(generation(100, 7, 0.5, 60, "abort", Map.of("s", 1.0), "timeout"));
    assertFalse(counts.isEmpty());
    assertEquals(1, counts.requests());
    assertEquals(1, counts.errors());
    assertEquals(100, counts.promptTokens().sum());
    assertEquals(7, counts.completionTokens().sum());
    assertEquals(Map.of("abort", 1L), counts.finishes());
    assertTrue(counts.speed().isEmpty());
    assertEquals(Map.of(), counts.scores().snapshot());
  }

  @Test
  void eitherTimeAloneIsSomethingOfSpeed() {
    counts.add(text(Double.NaN, 0.5, Double.NaN));
    assertFalse(counts.speed().isEmpty());
    GenerationCounts other = new GenerationCounts();
    other.add(text(Double.NaN, Double.NaN, 2));
    assertFalse(other.speed().isEmpty());
  }

  @Test
  void aTextOfNoTokensIsOneWhoseTokensAreKnown() {
    counts.add(text(Double.NaN, 1, 2));
    assertTrue(counts.completionTokens().isEmpty());
    counts.add(text(0, 1, 2));
    assertFalse(counts.completionTokens().isEmpty());
  }

  @Test
  void scoresDifferInTheirNumberOrTheirSum() {
    counts.add(scored(Map.of("a", 1.0)));
    GenerationCounts halves = new GenerationCounts();
    halves.add(scored(Map.of("a", 0.5)));
    assertNotEquals(counts.scores(), halves.scores());
    halves.add(scored(Map.of("a", 0.5)));
    assertNotEquals(counts.scores(), halves.scores());
  }

  @Test
  void aScoreIsTheMeanOfThoseThatHaveIt() {
    counts.add(scored(Map.of("a", 1.0, "b", -2.0)));
    counts.add(scored(Map.of("a", 0.5)));
    counts.add(scored(Map.of()));
    assertEquals(
        Map.of("a", new Score(2, 0.75), "b", new Score(1, -2)), counts.scores().snapshot());
  }

  @Test
  void aScoreThatIsTakenBackIsUnknown() {
    counts.add(scored(Map.of("a", 1e300)));
    counts.add(scored(Map.of("b", 1.0)));
    GenerationCounts first = new GenerationCounts();
    first.add(scored(Map.of("a", 1e300)));
    counts.retract(first);
    assertEquals(Map.of("b", new Score(1, 1)), counts.scores().snapshot());
  }

  @Test
  void theTokensOfThoseThatSayAreSummed() {
    counts.add(generation(100, Double.NaN, 1, 2, null, Map.of(), null));
    counts.add(generation(Double.NaN, 7, 1, 2, null, Map.of(), null));
    counts.add(generation(300, 0, 1, 2, null, Map.of(), null));
    assertEquals(400, counts.promptTokens().sum());
    assertEquals(2, counts.promptTokens().texts());
    assertEquals(7, counts.completionTokens().sum());
    assertQuantile(300, counts.promptTokens().quantile(1));
    assertEquals(OptionalDouble.of(0), counts.completionTokens().quantile(0.5));
  }
}
