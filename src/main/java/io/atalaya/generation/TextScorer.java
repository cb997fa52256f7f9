package io.atalaya.generation;

import io.atalaya.event.Assessment;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.TextScoring.Meaning;
import io.atalaya.statistics.StableHash;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Texts that wait to be scored, and the scoring of the next one.
 *
 * <p>Whether a text is scored is decided by a hash of its id, so a replay decides the same. What
 * does not fit is dropped and counted; the caller never waits.
 *
 * <p>Memory: {@code capacity} texts, each cut to what is looked at when it is offered. Safe for use
 * by several threads: those that offer, and those of an adapter that score.
 */
public final class TextScorer implements TextSink, AutoCloseable {

  /** 2⁻⁵³: the upper bits of a hash as a number from 0 to 1, 1 excluded. */
  private static final double HASH_UNIT = 0x1p-53;

  private record Waiting(GeneratedText text, ScoringSettings settings, long sinceMillis) {}

  private final BlockingQueue<Waiting> queue;
  private final Optional<SentenceEmbedder> embedder;
  private final Consumer<Assessment> results;
  private final ScoringMetrics metrics;
  private final InstantSource clock;
  private final long longestWaitMillis;

  private volatile boolean closed;

  /**
   * @param capacity how many texts wait at most, at least 1
   * @param longestWait a text that waits longer is dropped: its scores would come too late
   * @param embedder the model; without one relevance and coherence are undefined
   * @param results takes what was scored, on the thread that scored it
   * @param metrics counts
   */
  public TextScorer(
      int capacity,
      Duration longestWait,
      Optional<SentenceEmbedder> embedder,
      Consumer<Assessment> results,
      ScoringMetrics metrics,
      InstantSource clock) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "queue: " + capacity + " is too small: give 1 or more texts");
    }
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.embedder = embedder;
    this.results = results;
    this.metrics = metrics;
    this.clock = clock;
    longestWaitMillis = longestWait.toMillis();
  }

  @Override
  public void offer(GeneratedText text, ScoringSettings settings) {
    if (!isChosen(text.id(), settings.share())) {
      return;
    }
    if (closed || !queue.offer(new Waiting(text.clipped(settings), settings, clock.millis()))) {
      metrics.dropped(text.model());
    } else if (closed) {
      // Closed in between: whoever empties the queue last counts it.
      dropWaiting();
    }
  }

  /** How many texts wait. */
  public int waiting() {
    return queue.size();
  }

  /**
   * Waits for a text, scores it and hands the scores on, unless it has waited too long. Where the
   * model fails the scores that need none are handed on.
   */
  public void scoreNext() throws InterruptedException {
    Waiting next = queue.take();
    GeneratedText text = next.text();
    if (clock.millis() - next.sinceMillis() > longestWaitMillis) {
      metrics.dropped(text.model());
      return;
    }
    Map<TextScore, Double> scores = TextScoring.ofWords(text.completion(), next.settings());
    SortedMap<String, Double> coordinates = Collections.emptySortedMap();
    if (embedder.isPresent()) {
      try {
        Meaning meaning = TextScoring.ofMeaning(text, next.settings(), embedder.get());
        scores.putAll(meaning.scores());
        coordinates = meaning.coordinates();
      } catch (EmbeddingException counted) {
        metrics.failed(text.model());
      }
    }
    results.accept(
        new Assessment(
            text.id(),
            text.model(),
            text.version(),
            text.timeMillis(),
            byName(scores, text.scored()),
            coordinates));
    metrics.scored(text.model());
  }

  /** Drops what waits and whatever is offered from now on. */
  @Override
  public void close() {
    closed = true;
    dropWaiting();
  }

  private void dropWaiting() {
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      metrics.dropped(next.text().model());
    }
  }

  private static SortedMap<String, Double> byName(
      Map<TextScore, Double> scores, Set<String> given) {
    SortedMap<String, Double> byName = new TreeMap<>();
    scores.forEach((score, value) -> byName.put(score.label(), value));
    byName.keySet().removeAll(given);
    return byName;
  }

  private static boolean isChosen(PredictionId id, double share) {
    return (StableHash.of(id.utf8()) >>> 11) * HASH_UNIT < share;
  }
}
