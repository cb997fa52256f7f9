package io.atalaya.generation;

/**
 * The scores of a text that a model generated.
 *
 * @param model the model's name
 * @param version the model's version
 * @param id of the generation
 * @param timeMillis when the text was generated, not when it was scored
 * @param scores what could be computed
 */
public record ScoredText(
    String model, String version, String id, long timeMillis, TextScores scores) {

  static ScoredText of(GeneratedText text, TextScores scores) {
    return new ScoredText(text.model(), text.version(), text.id(), text.timeMillis(), scores);
  }
}
