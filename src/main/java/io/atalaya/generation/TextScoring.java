package io.atalaya.generation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Computes the scores of one text.
 *
 * <p>Undefined scores are left out: all of a text without a word, coherence of one sentence,
 * repetition below four words, length without a target, relevance without anything to be about.
 * Stateless, as thread-safe as the embedder.
 */
final class TextScoring {

  private TextScoring() {}

  /** Length, repetition and readability, which need no model. */
  static Map<TextScore, Double> ofWords(String text, ScoringSettings settings) {
    Map<TextScore, Double> scores = new EnumMap<>(TextScore.class);
    List<String> words = Words.of(text);
    put(scores, TextScore.REPETITION, Repetition.of(words));
    int sentences = Sentences.of(text).size();
    put(scores, TextScore.READABILITY, Readability.of(words, sentences));
    settings
        .targetWords()
        .ifPresent(target -> put(scores, TextScore.LENGTH, closeness(words.size(), target)));
    return scores;
  }

  /**
   * What embeddings tell of a text.
   *
   * @param scores relevance and coherence
   * @param coordinates the {@linkplain TextCoordinates projections} of what it is about and of
   *     itself: {@code prompt_1}, {@code completion_1} and so on
   */
  record Meaning(Map<TextScore, Double> scores, SortedMap<String, Double> coordinates) {}

  /**
   * Compares the meanings of a text, of its sentences and of what it is about.
   *
   * @throws EmbeddingException when the model fails
   */
  static Meaning ofMeaning(
      GeneratedText text, ScoringSettings settings, SentenceEmbedder embedder) {
    Map<TextScore, Double> scores = new EnumMap<>(TextScore.class);
    SortedMap<String, Double> coordinates = new TreeMap<>();
    Optional<float[]> about = text.about().flatMap(words -> embedded(words, embedder));
    Optional<float[]> whole = embedded(text.completion(), embedder);
    about.ifPresent(vector -> put(coordinates, TextCoordinates.TEXTS.getFirst(), vector));
    whole.ifPresent(vector -> put(coordinates, TextCoordinates.TEXTS.getLast(), vector));
    if (about.isPresent() && whole.isPresent()) {
      scores.put(TextScore.RELEVANCE, Similarity.cosine(about.get(), whole.get()));
    }
    List<String> sentences = Sentences.of(text.completion());
    List<String> first = sentences.subList(0, Math.min(sentences.size(), settings.maxSentences()));
    put(scores, TextScore.COHERENCE, Similarity.coherence(first, embedder));
    return new Meaning(scores, coordinates);
  }

  private static Optional<float[]> embedded(String text, SentenceEmbedder embedder) {
    return Words.of(text).isEmpty() ? Optional.empty() : Optional.of(embedder.embed(text));
  }

  private static void put(SortedMap<String, Double> coordinates, String text, float[] vector) {
    List<Double> projection = TextCoordinates.of(vector);
    for (int j = 0; j < projection.size(); j++) {
      coordinates.put(TextCoordinates.name(text, j + 1), projection.get(j));
    }
  }

  /** The smaller of n and the target over the greater: 1 on target, 1/2 at half and at double. */
  private static OptionalDouble closeness(int words, int target) {
    return words == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) Math.min(words, target) / Math.max(words, target));
  }

  private static void put(Map<TextScore, Double> scores, TextScore score, OptionalDouble value) {
    value.ifPresent(defined -> scores.put(score, defined));
  }
}
