package io.atalaya.adapter.metrics;

import static io.atalaya.adapter.metrics.GaugeFamily.labels;
import static io.atalaya.adapter.metrics.GaugeFamily.ofVersion;

import io.atalaya.drift.DriftSettings;
import io.atalaya.monitor.GenerationFigures;
import io.atalaya.monitor.ModelSnapshot;
import io.atalaya.monitor.Quantiles;
import io.atalaya.monitor.VersionSnapshot;
import io.atalaya.monitor.WindowFigures;
import io.atalaya.window.WindowLabel;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The gauges of generated texts: their speed, their scores, their cost, their sizes. */
final class GenerationGauges {

  private record Spread(GaugeFamily family, Function<GenerationFigures, Quantiles> values) {}

  private static final GaugeFamily TOKENS_PER_SECOND =
      ofVersion(
          "generation_tokens_per_second",
          "Tokens of all texts over the sum of their durations",
          "window");

  private static final GaugeFamily SCORE =
      ofVersion("generation_score", "Mean of a score of the texts", "window", "score");

  private static final GaugeFamily SCORED =
      ofVersion("generation_scored_texts", "Texts that have a score", "window", "score");

  private static final GaugeFamily COST =
      ofVersion(
          "generation_cost",
          "What the tokens of the window cost, in the currency of the configured prices",
          "window");

  private static final GaugeFamily CENTROID =
      ofVersion(
          "generation_centroid_distance",
          "How far the centroid of the texts' embeddings has moved from that of the reference",
          "window",
          "text");

  private static final List<Spread> SPREADS =
      List.of(
          spread(
              "generation_time_to_first_token_quantile_seconds",
              "Quantiles of the time to the first token",
              GenerationFigures::firstTokenSeconds),
          spread(
              "generation_time_per_output_token_quantile_seconds",
              "Quantiles of the time per token after the first",
              GenerationFigures::perTokenSeconds),
          spread(
              "generation_duration_quantile_seconds",
              "Quantiles of the time to the last token",
              GenerationFigures::durationSeconds),
          spread(
              "generation_tokens_per_second_quantile",
              "Quantiles of the tokens a second of each text",
              GenerationFigures::tokensPerSecondEach),
          spread(
              "generation_prompt_tokens_quantile",
              "Quantiles of the tokens of a prompt",
              GenerationFigures::promptTokensEach),
          spread(
              "generation_completion_tokens_quantile",
              "Quantiles of the tokens of a text",
              GenerationFigures::completionTokensEach));

  private GenerationGauges() {}

  /** All families, in the order of their importance. */
  static Stream<GaugeFamily> families() {
    return Stream.concat(
        Stream.of(TOKENS_PER_SECOND, SCORE, SCORED, COST, CENTROID),
        SPREADS.stream().map(Spread::family));
  }

  /** Gives the gauges of a model to {@code sink}, in the order of {@link #families}. */
  static void export(ModelSnapshot model, GaugeSink sink) {
    forEach(
        model,
        (version, window, figures) ->
            sink.add(TOKENS_PER_SECOND, labels(model, version, window), figures.tokensPerSecond()));
    forEach(
        model,
        (version, window, figures) ->
            figures
                .scores()
                .forEach(
                    (name, score) ->
                        sink.add(SCORE, labels(model, version, window, name), score.mean())));
    forEach(
        model,
        (version, window, figures) ->
            figures
                .scores()
                .forEach(
                    (name, score) ->
                        sink.add(
                            SCORED, labels(model, version, window, name), (double) score.texts())));
    forEach(
        model,
        (version, window, figures) ->
            sink.add(COST, labels(model, version, window), figures.cost()));
    exportCentroids(model, sink);
    SPREADS.forEach(
        spread ->
            forEach(
                model,
                (version, window, figures) ->
                    export(spread, figures, labels(model, version, window), sink)));
  }

  private static void exportCentroids(ModelSnapshot model, GaugeSink sink) {
    DriftSettings drift = model.settings().drift();
    if (drift == null) {
      return;
    }
    String window = WindowLabel.of(drift.window());
    for (VersionSnapshot version : model.versions()) {
      new TreeMap<>(version.centroidDistances())
          .forEach(
              (text, distance) ->
                  sink.add(CENTROID, labels(model, version, window, text), (double) distance));
    }
  }

  private interface Export {
    void accept(VersionSnapshot version, String window, GenerationFigures figures);
  }

  private static void forEach(ModelSnapshot model, Export export) {
    for (VersionSnapshot version : model.versions()) {
      for (WindowFigures window : version.windows()) {
        export.accept(version, WindowLabel.of(window.window()), window.generation());
      }
    }
  }

  private static void export(
      Spread spread, GenerationFigures figures, List<String> labels, GaugeSink sink) {
    Quantiles quantiles = spread.values.apply(figures);
    for (int i = 0; i < Quantiles.SHOWN.size(); i++) {
      String quantile = Quantiles.SHOWN.get(i).toString();
      sink.add(
          spread.family,
          Stream.concat(labels.stream(), Stream.of(quantile)).toList(),
          quantiles.values().get(i));
    }
  }

  private static Spread spread(
      String name, String help, Function<GenerationFigures, Quantiles> values) {
    return new Spread(ofVersion(name, help, "window", "quantile"), values);
  }
}
