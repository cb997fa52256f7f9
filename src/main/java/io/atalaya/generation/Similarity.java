package io.atalaya.generation;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How near texts are in meaning: cosines of their embeddings.
 *
 * <p>Definition: <em>relevance</em> is the cosine of what a text should be about and the text;
 * <em>coherence</em> is the mean cosine of each sentence and the next. Both are from −1 to 1, the
 * vectors being of unit length up to rounding. Undefined for a text without a word, and coherence
 * for fewer than two sentences.
 *
 * <p>Cost: an embedding for each text and sentence. Stateless, as thread-safe as the embedder.
 *
 * <p>Source: N. Reimers, I. Gurevych, "Sentence-BERT", EMNLP 2019; P. Foltz, W. Kintsch, T.
 * Landauer, "The measurement of textual coherence with latent semantic analysis", Discourse
 * Processes 25, 1998, with their vectors of word counts replaced by embeddings of sentences.
 */
final class Similarity {

  private Similarity() {}

  /** The mean cosine of each sentence and the next. */
  static OptionalDouble coherence(List<String> sentences, SentenceEmbedder embedder) {
    if (sentences.size() < 2) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    float[] previous = embedder.embed(sentences.getFirst());
    for (String sentence : sentences.subList(1, sentences.size())) {
      float[] next = embedder.embed(sentence);
      sum += cosine(previous, next);
      previous = next;
    }
    return OptionalDouble.of(sum / (sentences.size() - 1));
  }

  /** The cosine of two embeddings of the same model. */
  static double cosine(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "embeddings of %d and of %d numbers cannot be compared".formatted(a.length, b.length));
    }
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return Math.clamp(sum, -1.0, 1.0);
  }
}
