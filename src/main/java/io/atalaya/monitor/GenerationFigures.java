package io.atalaya.monitor;

import io.atalaya.generation.GenerationCounts;
import io.atalaya.generation.ScoreCounts.Score;
import io.atalaya.generation.SpeedCounts;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * The figures of the generations in a window. What has no denominator is empty; what is about speed
 * or scores is over those that did not fail.
 *
 * @param requests all generations, failed ones included
 * @param tokensPerSecond the tokens of the texts over their durations
 * @param tokensPerSecondEach the quantiles of the tokens a second of each text
 * @param firstTokenSeconds the quantiles of the time to the first token
 * @param perTokenSeconds the quantiles of the time per token after the first
 * @param durationSeconds the quantiles of the time to the last token
 * @param promptTokens the tokens of all prompts
 * @param promptTokensEach the quantiles of the tokens of a prompt
 * @param completionTokens the tokens of all texts
 * @param completionTokensEach the quantiles of the tokens of a text
 * @param cost what the tokens cost, in the currency of the prices; empty without a price, and where
 *     no generation says how many tokens it used that have one
 * @param finishes how often each reason ended a text
 * @param scores the scores of the texts, by name
 */
public record GenerationFigures(
    long requests,
    OptionalDouble tokensPerSecond,
    Quantiles tokensPerSecondEach,
    Quantiles firstTokenSeconds,
    Quantiles perTokenSeconds,
    Quantiles durationSeconds,
    long promptTokens,
    Quantiles promptTokensEach,
    long completionTokens,
    Quantiles completionTokensEach,
    OptionalDouble cost,
    SortedMap<String, Long> finishes,
    SortedMap<String, Score> scores) {

  public GenerationFigures {
    finishes = Collections.unmodifiableSortedMap(finishes);
    scores = Collections.unmodifiableSortedMap(scores);
  }

  static GenerationFigures of(GenerationCounts counts, PriceSettings prices) {
    SpeedCounts speed = counts.speed();
    return new GenerationFigures(
        counts.requests(),
        speed.tokensPerSecond(),
        Quantiles.of(speed::speedQuantile),
        Quantiles.of(speed::firstTokenQuantile),
        Quantiles.of(speed::perTokenQuantile),
        Quantiles.of(speed::durationQuantile),
        counts.promptTokens().sum(),
        Quantiles.of(counts.promptTokens()::quantile),
        counts.completionTokens().sum(),
        Quantiles.of(counts.completionTokens()::quantile),
        prices.ofTokens(counts),
        counts.finishes(),
        counts.scores().snapshot());
  }

  /** The mean of a score; empty without texts that have it. */
  public OptionalDouble score(String name) {
    Score score = scores.get(name);
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score.mean());
  }
}
