package io.atalaya.bootstrap;

import io.atalaya.adapter.kafka.pipeline.KafkaAssessmentLog;
import io.atalaya.adapter.onnx.OnnxSentenceEmbedder;
import io.atalaya.adapter.onnx.ScoringThreads;
import io.atalaya.generation.EmbeddingException;
import io.atalaya.generation.GeneratedText;
import io.atalaya.generation.ScoringMetrics;
import io.atalaya.generation.ScoringSettings;
import io.atalaya.generation.TextScorer;
import io.atalaya.generation.TextSink;
import io.atalaya.monitor.ModelSettings;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The scoring of generated texts: nothing at all where no model has any.
 *
 * <p>Started before the threads of the pipeline, and safe for use by all of them from then on.
 */
@Singleton
class Scoring implements TextSink {

  private static final Logger LOG = Logger.getLogger(Scoring.class);

  /** What is under way is still to be published. */
  private static final int BEFORE_PRODUCERS = 1_000;

  private final Configuration configuration;
  private final KafkaAssessmentLog log;
  private final ScoringMetrics metrics;
  private final InstantSource clock;
  private TextSink texts = TextSink.NONE;
  private @Nullable OnnxSentenceEmbedder embedder;
  private @Nullable ScoringThreads threads;

  Scoring(
      Configuration configuration,
      KafkaAssessmentLog log,
      ScoringMetrics metrics,
      InstantSource clock) {
    this.configuration = configuration;
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * Loads the model and starts the threads, before the first text is read.
   *
   * @throws StartupFailure when the model cannot be used
   */
  void start() {
    if (!isWanted()) {
      return;
    }
    ScoringResources resources = configuration.scoring();
    if (resources.model().isEmpty()) {
      LOG.info(
          "Relevance and coherence of generated texts are not computed: atalaya.scoring.model names no sentence-transformer");
    }
    try {
      embedder = resources.model().map(OnnxSentenceEmbedder::open).orElse(null);
    } catch (EmbeddingException unusable) {
      throw new StartupFailure("atalaya.scoring.model: " + unusable.getMessage());
    }
    TextScorer scorer =
        new TextScorer(
            resources.queue(),
            // The rest of the grace is for the way through Kafka.
            configuration.settings().grace().dividedBy(2),
            Optional.ofNullable(embedder),
            log,
            metrics,
            clock);
    threads = new ScoringThreads(scorer, resources.threads());
    texts = scorer;
  }

  @Override
  public void offer(GeneratedText text, ScoringSettings settings) {
    texts.offer(text, settings);
  }

  void stop(@Observes @Priority(BEFORE_PRODUCERS) ShutdownEvent event) {
    if (threads != null) {
      threads.close();
    }
    if (embedder != null) {
      embedder.close();
    }
  }

  private boolean isWanted() {
    return Stream.concat(
            configuration.settings().models().values().stream(),
            Stream.of(configuration.settings().defaults()))
        .map(ModelSettings::scoring)
        .anyMatch(scoring -> scoring != null && scoring.share() > 0);
  }
}
