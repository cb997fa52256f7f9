package io.atalaya.monitor;

import io.atalaya.generation.GenerationCounts;
import io.atalaya.generation.TokenCounts;
import java.util.OptionalDouble;

/**
 * What a model's answers cost, all in one currency. Each price is empty where it is not known.
 *
 * @param call the price of an answer that is computed
 * @param inputTokens the price of a million tokens of prompts
 * @param outputTokens the price of a million tokens of texts
 */
public record PriceSettings(
    OptionalDouble call, OptionalDouble inputTokens, OptionalDouble outputTokens) {

  /** Nothing is known. */
  public static final PriceSettings NONE =
      new PriceSettings(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  private static final double TOKENS = 1e6;

  public PriceSettings {
    check("call", call, "0.002");
    check("input-tokens", inputTokens, "0.15");
    check("output-tokens", outputTokens, "0.60");
  }

  /**
   * What the tokens of generations cost; empty where no generation tells of tokens with a price.
   */
  OptionalDouble ofTokens(GenerationCounts counts) {
    boolean input = isKnown(inputTokens, counts, counts.promptTokens());
    boolean output = isKnown(outputTokens, counts, counts.completionTokens());
    return input || output
        ? OptionalDouble.of(
            inputTokens.orElse(0) / TOKENS * counts.promptTokens().sum()
                + outputTokens.orElse(0) / TOKENS * counts.completionTokens().sum())
        : OptionalDouble.empty();
  }

  private static boolean isKnown(OptionalDouble price, GenerationCounts all, TokenCounts tokens) {
    return price.isPresent() && (all.isEmpty() || !tokens.isEmpty());
  }

  private static void check(String key, OptionalDouble price, String example) {
    if (price.isPresent() && !(price.getAsDouble() >= 0 && price.getAsDouble() < 1e12)) {
      throw new IllegalArgumentException(
          "%s: %s is no price: give a number from 0 up, for example %s"
              .formatted(key, price.getAsDouble(), example));
    }
  }
}
