package io.atalaya.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.PredictionId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextScoringTest {

  private static final String KETTLE =
      "The kettle boils a litre of water in under three minutes. Its temperature can be set from"
          + " sixty to a hundred degrees. Green tea wants less heat than black tea.";
  private static final String LAMP =
      "La lámpara de latón envejecido ilumina cualquier rincón. Su pantalla de lino suaviza la"
          + " luz. ¿Qué más se puede pedir?";

  /**
   * Python 3.11: {@code w = re.findall(r"\w+", t.lower()); len(w)/s + 100*sum(len(x) > 6 for x in
   * w)/len(w)} with the number of sentences s.
   */
  @Test
  void readabilityIsBjornssonsIndex() {
    assertEquals(
        23.333333333333336, ofWords(KETTLE).of(TextScore.READABILITY).orElseThrow(), 1e-13);
    assertEquals(36.666666666666664, ofWords(LAMP).of(TextScore.READABILITY).orElseThrow(), 1e-13);
  }

  @Test
  void aWordIsLongFromSevenLettersOn() {
    assertEquals(1.0, ofWords("sixsix").of(TextScore.READABILITY).orElseThrow());
    assertEquals(101.0, ofWords("seven77").of(TextScore.READABILITY).orElseThrow());
    assertEquals(1.0, ofWords("six-six").of(TextScore.READABILITY).orElseThrow());
  }

  @Test
  void aTextOfMarksAloneHasNoSentenceToBeRead() {
    assertTrue(ofWords("\u0301").of(TextScore.READABILITY).isEmpty());
  }

  @Test
  void aTextIsClippedBetweenCharactersWhateverItsSurrogates() {
    ScoringSettings two = new ScoringSettings(1, OptionalInt.empty(), 2, 8);
    assertEquals("ab", two.clip("ab"));
    assertEquals("a", two.clip("a👍"));
    assertEquals("👍", two.clip("👍👍"));
    assertEquals("a\ud83d", two.clip("a\ud83d"));
    assertEquals("a\ud83d", two.clip("a\ud83db"));
    assertEquals("ab", two.clip("ab\udc4d"));
  }

  @Test
  void roundingMakesNothingMoreThanTheSame() {
    float[] longer = {1.0001f};
    assertEquals(1.0, Similarity.cosine(longer, longer));
  }

  @Test
  void embeddingsOfDifferentLengthsAreNotCompared() {
    assertThrows(
        IllegalArgumentException.class, () -> Similarity.cosine(new float[1], new float[2]));
    assertThrows(
        IllegalArgumentException.class, () -> Similarity.cosine(new float[2], new float[1]));
  }

  /** Python 3.11: {@code 1 - len(set(g))/len(g)} of the 4-grams g. */
  @Test
  void repetitionIsTheShareOfFourGramsUsedBefore() {
    assertEquals(0.0, ofWords(KETTLE).of(TextScore.REPETITION).orElseThrow());
    double loop =
        ofWords("Buy now buy now, buy now buy now buy now").of(TextScore.REPETITION).orElseThrow();
    assertEquals(0.7142857142857143, loop, 1e-15);
  }

  @Test
  void repetitionNeedsFourWords() {
    assertTrue(ofWords("so so so").of(TextScore.REPETITION).isEmpty());
    assertEquals(0.0, ofWords("so so so so").of(TextScore.REPETITION).orElseThrow());
    assertEquals(0.5, ofWords("so so so so so").of(TextScore.REPETITION).orElseThrow());
  }

  @Test
  void lengthFallsOnBothSidesOfTheTarget() {
    ScoringSettings four = new ScoringSettings(1, OptionalInt.of(4), 1_000, 8);
    assertEquals(
        1.0, new Scores(TextScoring.ofWords("a b c d", four)).of(TextScore.LENGTH).orElseThrow());
    assertEquals(
        0.75, new Scores(TextScoring.ofWords("a b c", four)).of(TextScore.LENGTH).orElseThrow());
    assertEquals(
        0.8, new Scores(TextScoring.ofWords("a b c d e", four)).of(TextScore.LENGTH).orElseThrow());
  }

  @Test
  void withoutATargetThereIsNoScoreForLength() {
    assertTrue(ofWords(KETTLE).of(TextScore.LENGTH).isEmpty());
  }

  @Test
  void aTextWithoutAWordHasNoScores() {
    ScoringSettings settings = new ScoringSettings(1, OptionalInt.of(4), 1_000, 8);
    for (String text : new String[] {"", " \n", "...", "👍"}) {
      assertTrue(TextScoring.ofWords(text, settings).isEmpty(), text);
      assertTrue(ofMeaning(Optional.of("0"), text, 8).values().isEmpty(), text);
    }
  }

  @Test
  void relevanceIsTheCosineWithWhatTheTextShouldBeAbout() {
    Scores scores = ofMeaning(Optional.of("0"), "60", 8);
    assertEquals(0.5, scores.of(TextScore.RELEVANCE).orElseThrow(), 1e-7);
  }

  @Test
  void relevanceNeedsSomethingToBeAbout() {
    assertTrue(ofMeaning(Optional.empty(), "60", 8).of(TextScore.RELEVANCE).isEmpty());
    assertTrue(ofMeaning(Optional.of("- "), "60", 8).of(TextScore.RELEVANCE).isEmpty());
  }

  @Test
  void coherenceIsTheMeanCosineOfNeighbours() {
    Scores scores = ofMeaning(Optional.empty(), "0\n60\n180\n180", 8);
    assertEquals((0.5 - 0.5 + 1) / 3, scores.of(TextScore.COHERENCE).orElseThrow(), 1e-7);
  }

  @Test
  void coherenceNeedsTwoSentences() {
    assertTrue(ofMeaning(Optional.empty(), "60", 8).of(TextScore.COHERENCE).isEmpty());
    assertTrue(ofMeaning(Optional.empty(), "60\n60", 8).of(TextScore.COHERENCE).isPresent());
  }

  @Test
  void coherenceLooksAtTheFirstSentencesOnly() {
    assertEquals(
        1.0,
        ofMeaning(Optional.empty(), "30\n30\n120", 2).of(TextScore.COHERENCE).orElseThrow(),
        1e-7);
    assertEquals(
        0.5,
        ofMeaning(Optional.empty(), "30\n30\n120", 3).of(TextScore.COHERENCE).orElseThrow(),
        1e-7);
  }

  private static Scores ofWords(String text) {
    return new Scores(
        TextScoring.ofWords(text, new ScoringSettings(1, OptionalInt.empty(), 1_000, 8)));
  }

  private static Scores ofMeaning(Optional<String> about, String completion, int maxSentences) {
    return new Scores(
        TextScoring.ofMeaning(
                new GeneratedText(
                    "writer", "1", PredictionId.of("a"), 0, about, completion, Set.of()),
                new ScoringSettings(1, OptionalInt.empty(), 1_000, maxSentences),
                TextScoringTest::direction)
            .scores());
  }

  /** The scores of a text. */
  private record Scores(Map<TextScore, Double> values) {
    OptionalDouble of(TextScore score) {
      Double value = values.get(score);
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
  }

  /** A text that begins with a number of degrees, as the vector that points there. */
  private static float[] direction(String degrees) {
    double angle = Math.toRadians(Double.parseDouble(degrees.lines().findFirst().orElseThrow()));
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }
}
