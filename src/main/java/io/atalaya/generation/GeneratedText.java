package io.atalaya.generation;

import io.atalaya.event.Generation;
import io.atalaya.event.PredictionId;
import java.util.Optional;
import java.util.Set;

/**
 * A text that a model generated.
 *
 * @param model the model's name
 * @param version the model's version
 * @param id of the generation
 * @param timeMillis when it was generated
 * @param about what the text should be about: the prompt, or the product's attributes in words
 * @param completion the text
 * @param scored the names of the scores that it came with: these stand
 */
public record GeneratedText(
    String model,
    String version,
    PredictionId id,
    long timeMillis,
    Optional<String> about,
    String completion,
    Set<String> scored) {

  /** The text of a generation; empty where there is none. */
  public static Optional<GeneratedText> of(Generation generation) {
    return generation.error() != null || generation.completion() == null
        ? Optional.empty()
        : Optional.of(
            new GeneratedText(
                generation.model(),
                generation.version(),
                generation.id(),
                generation.timeMillis(),
                Optional.ofNullable(generation.prompt()),
                generation.completion(),
                Set.copyOf(generation.scores().keySet())));
  }

  /** The same text, as much of it as is looked at. */
  GeneratedText clipped(ScoringSettings settings) {
    return new GeneratedText(
        model,
        version,
        id,
        timeMillis,
        about.map(settings::clip),
        settings.clip(completion),
        scored);
  }
}
