package io.atalaya.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Assessment;
import io.atalaya.event.PredictionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TextScorerTest {

  private static final ScoringSettings ALL = settings(1);
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final List<Assessment> results = new ArrayList<>();
  private final CountedMetrics metrics = new CountedMetrics();
  private long nowMillis = 1_000_000;
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMillis);

  @Test
  void scoresCarryWhatTheTextCarried() throws InterruptedException {
    TextScorer scorer = scorer(1, text -> new float[] {1});
    scorer.offer(
        new GeneratedText(
            "writer",
            "7",
            PredictionId.of("g-1"),
            42,
            Optional.of("a lamp"),
            "One. Two.",
            Set.of()),
        ALL);
    scorer.scoreNext();
    Assessment scored = results.getFirst();
    assertEquals("writer", scored.model());
    assertEquals("7", scored.version());
    assertEquals(PredictionId.of("g-1"), scored.id());
    assertEquals(42, scored.timeMillis());
    assertEquals(Set.of("relevance", "coherence", "readability"), scored.scores().keySet());
    assertEquals(2 * TextCoordinates.SIZE, scored.coordinates().size());
    metrics.check(1, 0, 0);
  }

  @Test
  void withoutAModelTheScoresThatNeedNoneAreThere() throws InterruptedException {
    TextScorer scorer = new TextScorer(1, WAIT, Optional.empty(), results::add, metrics, clock);
    scorer.offer(text("a"), ALL);
    scorer.scoreNext();
    assertEquals(Set.of("repetition", "readability"), results.getFirst().scores().keySet());
    assertEquals(Map.of(), results.getFirst().coordinates());
    metrics.check(1, 0, 0);
  }

  @Test
  void aScoreThatCameWithTheTextStands() throws InterruptedException {
    TextScorer scorer = scorer(1, text -> new float[] {1});
    scorer.offer(text("a", Set.of("relevance", "helpful")), ALL);
    scorer.scoreNext();
    assertEquals(Set.of("repetition", "readability"), results.getFirst().scores().keySet());
  }

  @Test
  void aFailingModelIsCountedAndTheOtherScoresAreHandedOn() throws InterruptedException {
    TextScorer scorer =
        scorer(
            1,
            text -> {
              throw new EmbeddingException("broken");
            });
    scorer.offer(text("a"), ALL);
    scorer.scoreNext();
    assertEquals(Set.of("repetition", "readability"), results.getFirst().scores().keySet());
    metrics.check(1, 0, 1);
  }

  @Test
  void whatDoesNotFitIsDroppedAndCounted() throws InterruptedException {
    TextScorer scorer = scorer(2, text -> new float[] {1});
    scorer.offer(text("a"), ALL);
    scorer.offer(text("b"), ALL);
    metrics.check(0, 0, 0);
    scorer.offer(text("c"), ALL);
    assertEquals(2, scorer.waiting());
    metrics.check(0, 1, 0);
    scorer.scoreNext();
    scorer.scoreNext();
    assertEquals(
        List.of("a", "b"), results.stream().map(scored -> scored.id().toString()).toList());
  }

  @Test
  void aTextThatWaitsTooLongIsDropped() throws InterruptedException {
    TextScorer scorer = scorer(2, text -> new float[] {1});
    scorer.offer(text("a"), ALL);
    nowMillis += 10_000;
    scorer.offer(text("b"), ALL);
    scorer.scoreNext();
    metrics.check(1, 0, 0);
    nowMillis += 10_001;
    scorer.scoreNext();
    metrics.check(1, 1, 0);
    assertEquals(List.of(PredictionId.of("a")), results.stream().map(Assessment::id).toList());
  }

  @Test
  void aClosedScorerDropsWhatWaitsAndWhatIsOffered() {
    TextScorer scorer = scorer(2, text -> new float[] {1});
    scorer.offer(text("a"), ALL);
    scorer.close();
    metrics.check(0, 1, 0);
    scorer.offer(text("b"), ALL);
    assertEquals(0, scorer.waiting());
    metrics.check(0, 2, 0);
  }

  @Test
  void theShareOfTheTextsIsChosen() {
    int chosen = chosen(settings(0.2), 10_000).size();
    // Five standard deviations of the binomial distribution, sqrt(10,000 * 0.2 * 0.8) = 40.
    assertEquals(2_000, chosen, 200);
  }

  @Test
  void theSameTextsAreChosenEveryTimeAndStayChosenWhenTheShareGrows() {
    Set<String> few = chosen(settings(0.1), 1_000);
    assertEquals(few, chosen(settings(0.1), 1_000));
    assertTrue(chosen(settings(0.3), 1_000).containsAll(few));
  }

  @Test
  void aShareOfNothingChoosesNothing() {
    assertEquals(Set.of(), chosen(settings(0), 1_000));
  }

  @Test
  void onlyWhatIsLookedAtWaits() throws InterruptedException {
    List<String> embedded = new ArrayList<>();
    TextScorer scorer =
        scorer(
            1,
            text -> {
              embedded.add(text);
              return new float[] {1};
            });
    scorer.offer(
        new GeneratedText(
            "writer",
            "1",
            PredictionId.of("a"),
            0,
            Optional.of("12345678"),
            "abcd👍efgh",
            Set.of()),
        new ScoringSettings(1, OptionalInt.empty(), 5, 8));
    scorer.scoreNext();
    assertEquals(List.of("12345", "abcd"), embedded);
  }

  @Test
  void aQueueHoldsOneTextAtLeast() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> scorer(0, text -> new float[] {1}))
            .getMessage();
    assertTrue(String.valueOf(message).startsWith("queue: 0 is too small"), message);
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertRefused("share", () -> settings(-0.01));
    assertRefused("share", () -> settings(1.01));
    assertRefused("share", () -> settings(Double.NaN));
    assertRefused("target-words", () -> new ScoringSettings(1, OptionalInt.of(0), 10, 2));
    assertRefused("max-characters", () -> new ScoringSettings(1, OptionalInt.of(1), 0, 2));
    assertRefused("max-characters", () -> new ScoringSettings(1, OptionalInt.of(1), 1_000_001, 2));
    assertRefused("max-sentences", () -> new ScoringSettings(1, OptionalInt.of(1), 10, 1));
    assertRefused("max-sentences", () -> new ScoringSettings(1, OptionalInt.of(1), 10, 1_001));
    assertEquals(1, new ScoringSettings(1, OptionalInt.of(1), 1_000_000, 1_000).share());
  }

  private static void assertRefused(String name, Runnable made) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, made::run).getMessage());
    assertTrue(message.startsWith(name + ": "), message);
  }

  /** Which of so many ids wait after all were offered. */
  private Set<String> chosen(ScoringSettings settings, int count) {
    Set<String> chosen = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      TextScorer scorer = scorer(1, text -> new float[] {1});
      scorer.offer(text("id-" + i), settings);
      if (scorer.waiting() > 0) {
        chosen.add("id-" + i);
      }
    }
    return chosen;
  }

  private TextScorer scorer(int capacity, SentenceEmbedder embedder) {
    return new TextScorer(capacity, WAIT, Optional.of(embedder), results::add, metrics, clock);
  }

  private static GeneratedText text(String id) {
    return text(id, Set.of());
  }

  private static GeneratedText text(String id, Set<String> scored) {
    return new GeneratedText(
        "writer", "1", PredictionId.of(id), 0, Optional.of("lamps"), "A lamp of brass.", scored);
  }

  private static ScoringSettings settings(double share) {
    return new ScoringSettings(share, OptionalInt.empty(), 1_000, 8);
  }

  private static final class CountedMetrics implements ScoringMetrics {
    private int scored;
    private int dropped;
    private int failed;

    @Override
    public void scored(String model) {
      scored++;
    }

    @Override
    public void dropped(String model) {
      dropped++;
    }

    @Override
    public void lost(String model) {
      throw new AssertionError("there is no log");
    }

    @Override
    public void failed(String model) {
      failed++;
    }

    void check(int expectedScored, int expectedDropped, int expectedFailed) {
      assertEquals(expectedScored, scored, "scored");
      assertEquals(expectedDropped, dropped, "dropped");
      assertEquals(expectedFailed, failed, "failed");
    }
  }
}
