package io.atalaya.generation;

import java.util.Optional;

/**
 * A text that a model generated.
 *
 * @param model the model's name
 * @param version the model's version
 * @param id of the generation, unique within the model
 * @param timeMillis when it was generated
 * @param about what the text should be about: the prompt, or the product's attributes in words
 * @param completion the text
 */
public record GeneratedText(
    String model,
    String version,
    String id,
    long timeMillis,
    Optional<String> about,
    String completion) {

  /** The same text, as much of it as is looked at. */
  GeneratedText clipped(ScoringSettings settings) {
    return new GeneratedText(
        model, version, id, timeMillis, about.map(settings::clip), settings.clip(completion));
  }
}
