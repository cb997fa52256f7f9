package io.atalaya.demo.terminal;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of a model that writes, at one moment, as the pipeline exports them; empty when it
 * exports none.
 *
 * @param relevance how near the texts are to what was asked for, −1 to 1
 * @param coherence how near each sentence is to the next, −1 to 1
 */
public record TextFigures(OptionalDouble relevance, OptionalDouble coherence) {

  /**
   * The figures of a scrape.
   *
   * @param model the value of the label {@code model}
   * @param window the value of the label {@code window}: {@code 10s}, for example
   */
  public static TextFigures of(Exposition scrape, String model, String window) {
    return new TextFigures(
        score(scrape, model, window, "relevance"), score(scrape, model, window, "coherence"));
  }

  private static OptionalDouble score(
      Exposition scrape, String model, String window, String score) {
    return scrape.value(
        "atalaya_generation_score", Map.of("model", model, "window", window, "score", score));
  }
}
