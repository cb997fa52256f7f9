package io.atalaya.adapter.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.embedded.PackagedModel;
import io.atalaya.event.Assessment;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.GeneratedText;
import io.atalaya.generation.ScoringMetrics;
import io.atalaya.generation.ScoringSettings;
import io.atalaya.generation.TextScore;
import io.atalaya.generation.TextScorer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts labelled by hand: the scores are to put good ones before bad ones. */
class LabelledTextsTest {

  private static final ScoringSettings SETTINGS =
      new ScoringSettings(1, OptionalInt.empty(), 10_000, 32);

  private static OnnxSentenceEmbedder embedder;

  @BeforeAll
  static void load(@TempDir Path directory) {
    embedder = OnnxSentenceEmbedder.open(PackagedModel.unpack(directory));
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void relevanceTellsTheRightProductFromAnother() throws InterruptedException {
    double area = auc(relevance("good"), relevance("bad"));
    System.out.printf("AUC of relevance: %.4f%n", area);
    assertTrue(area >= 0.85, "AUC " + area);
  }

  @Test
  void coherenceTellsOneTextFromSentencesOfSeveral() throws InterruptedException {
    double area = auc(coherence("coherent"), coherence("mixed"));
    System.out.printf("AUC of coherence, mixed sentences: %.4f%n", area);
    assertTrue(area >= 0.85, "AUC " + area);
  }

  /** Sentences of one text are near each other in any order; docs/text-scores.md says so. */
  @Test
  void coherenceSaysLittleOfTheOrderOfSentences() throws InterruptedException {
    double area = auc(coherence("coherent"), coherence("shuffled"));
    System.out.printf("AUC of coherence, shuffled sentences: %.4f%n", area);
    assertEquals(0.5, area, 0.15);
  }

  @Test
  void theAreaIsThatOfMannAndWhitney() {
    assertEquals(0.75, auc(List.of(2.0, 3.0), List.of(1.0, 2.5)));
    assertEquals(0.5, auc(List.of(1.0), List.of(1.0)));
  }

  /** The share of the pairs of a good and a bad one in which the good one is higher. */
  private static double auc(List<Double> good, List<Double> bad) {
    double won = 0;
    for (double a : good) {
      for (double b : bad) {
        won += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    return won / good.size() / bad.size();
  }

  private static List<Double> relevance(String label) throws InterruptedException {
    List<Double> scores = new ArrayList<>();
    for (List<String> row : rows("relevance.csv", label)) {
      scores.add(score(Optional.of(row.get(1)), row.get(2), TextScore.RELEVANCE));
    }
    return scores;
  }

  private static List<Double> coherence(String label) throws InterruptedException {
    List<Double> scores = new ArrayList<>();
    for (List<String> row : rows("coherence.csv", label)) {
      scores.add(score(Optional.empty(), row.get(1), TextScore.COHERENCE));
    }
    return scores;
  }

  private static double score(Optional<String> about, String text, TextScore score)
      throws InterruptedException {
    List<Assessment> results = new ArrayList<>();
    try (TextScorer scorer =
        new TextScorer(
            1,
            Duration.ofMinutes(1),
            Optional.of(embedder),
            results::add,
            new IgnoredMetrics(),
            InstantSource.system())) {
      scorer.offer(
          new GeneratedText("writer", "1", PredictionId.of("a"), 0, about, text, Set.of()),
          SETTINGS);
      scorer.scoreNext();
    }
    return Objects.requireNonNull(results.getFirst().scores().get(score.label()));
  }

  /** The rows with a label; every field of the file is in quotation marks and has none inside. */
  private static List<List<String>> rows(String file, String label) {
    try (InputStream in = TextScorer.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> List.of(line.substring(1, line.length() - 1).split("\",\"", -1)))
          .filter(row -> row.getFirst().equals(label))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class IgnoredMetrics implements ScoringMetrics {

    @Override
    public void scored(String model) {}

    @Override
    public void dropped(String model) {}

    @Override
    public void lost(String model) {}

    @Override
    public void failed(String model) {}
  }
}
