package io.atalaya.adapter.rest;

import io.atalaya.generation.ScoreCounts.Score;
import io.atalaya.monitor.GenerationFigures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a generative model did in one window, under the names of its metrics.
 *
 * @param generations all of them, failed ones included
 * @param promptTokens the tokens of all prompts
 * @param completionTokens the tokens of all texts
 * @param finish how often each reason ended a text
 * @param score the scores of the texts, by name
 */
public record GenerationView(
    long generations,
    OptionalDouble tokensPerSecond,
    Optional<Map<String, Double>> tokensPerSecondQuantile,
    Optional<Map<String, Double>> timeToFirstTokenQuantileSeconds,
    Optional<Map<String, Double>> timePerOutputTokenQuantileSeconds,
    Optional<Map<String, Double>> durationQuantileSeconds,
    long promptTokens,
    Optional<Map<String, Double>> promptTokensQuantile,
    long completionTokens,
    Optional<Map<String, Double>> completionTokensQuantile,
    OptionalDouble cost,
    Map<String, Long> finish,
    Map<String, ScoreView> score) {

  /**
   * One score.
   *
   * @param texts the texts that have it
   * @param mean its mean over those
   */
  @Schema(name = "ScoreView")
  public record ScoreView(long texts, double mean) {

    private static ScoreView of(Score score) {
      return new ScoreView(score.texts(), score.mean());
    }
  }

  /** The view; empty of a window without generations. */
  static Optional<GenerationView> of(GenerationFigures figures) {
    return figures.requests() == 0
        ? Optional.empty()
        : Optional.of(
            new GenerationView(
                figures.requests(),
                figures.tokensPerSecond(),
                WindowView.quantiles(figures.tokensPerSecondEach()),
                WindowView.quantiles(figures.firstTokenSeconds()),
                WindowView.quantiles(figures.perTokenSeconds()),
                WindowView.quantiles(figures.durationSeconds()),
                figures.promptTokens(),
                WindowView.quantiles(figures.promptTokensEach()),
                figures.completionTokens(),
                WindowView.quantiles(figures.completionTokensEach()),
                figures.cost(),
                figures.finishes(),
                scores(figures)));
  }

  private static SequencedMap<String, ScoreView> scores(GenerationFigures figures) {
    SequencedMap<String, ScoreView> views = new LinkedHashMap<>();
    figures.scores().forEach((name, score) -> views.put(name, ScoreView.of(score)));
    return views;
  }
}
