package io.atalaya.generation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

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
   * Relevance and coherence.
   *
   * @throws EmbeddingException when the model fails
   */
  static Map<TextScore, Double> ofMeaning(
      GeneratedText text, ScoringSettings settings, SentenceEmbedder embedder) {
    Map<TextScore, Double> scores = new EnumMap<>(TextScore.class);
    Similarity similarity = new Similarity(embedder);
    text.about()
        .ifPresent(
            about ->
                put(scores, TextScore.RELEVANCE, similarity.relevance(about, text.completion())));
    List<String> sentences = Sentences.of(text.completion());
    List<String> first = sentences.subList(0, Math.min(sentences.size(), settings.maxSentences()));
    put(scores, TextScore.COHERENCE, similarity.coherence(first));
    return scores;
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
