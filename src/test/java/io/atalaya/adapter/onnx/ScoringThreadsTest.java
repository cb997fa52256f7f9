package io.atalaya.adapter.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.event.Assessment;
import io.atalaya.event.PredictionId;
import io.atalaya.generation.GeneratedText;
import io.atalaya.generation.ScoringMetrics;
import io.atalaya.generation.ScoringSettings;
import io.atalaya.generation.SentenceEmbedder;
import io.atalaya.generation.TextScorer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScoringThreadsTest {

  private static final int TEXTS = 1_000;
  private static final int CAPACITY = 8;
  private static final ScoringSettings ALL = new ScoringSettings(1, OptionalInt.empty(), 1_000, 8);

  private final BlockingQueue<Assessment> results = new LinkedBlockingQueue<>();
  private final CountedMetrics metrics = new CountedMetrics();

  @Test
  void aModelThatNeverAnswersDelaysNobody() throws InterruptedException {
    Semaphore answers = new Semaphore(0);
    CountDownLatch asked = new CountDownLatch(1);
    TextScorer scorer =
        scorer(
            text -> {
              asked.countDown();
              answers.acquireUninterruptibly();
              return new float[] {1};
            });
    try (ScoringThreads _ = new ScoringThreads(scorer, 1)) {
      scorer.offer(text(0), ALL);
      asked.await();
      for (int i = 1; i < TEXTS; i++) {
        scorer.offer(text(i), ALL);
      }
      // Nothing was answered, and all have been offered: one is under way, the queue is full.
      assertEquals(0, metrics.scored.get());
      assertEquals(TEXTS - 1 - CAPACITY, metrics.dropped.get());
      answers.release(2 * TEXTS);
    }
    assertEquals(TEXTS, metrics.scored.get() + metrics.dropped.get());
  }

  @Test
  void everyTextIsScoredOnce() throws InterruptedException {
    TextScorer scorer = scorer(text -> new float[] {1});
    Set<String> expected = new HashSet<>();
    Set<String> scored = new HashSet<>();
    try (ScoringThreads _ = new ScoringThreads(scorer, 3)) {
      for (int i = 0; i < TEXTS; i++) {
        expected.add("g-" + i);
        scorer.offer(text(i), ALL);
        assertTrue(scored.add(next().id().toString()));
      }
    }
    assertEquals(expected, scored);
    assertEquals(0, results.size());
    assertEquals(0, metrics.dropped.get());
  }

  @Test
  void aDefectLosesOneTextAlone() throws InterruptedException {
    TextScorer scorer =
        scorer(
            text -> {
              if (text.contains("defect")) {
                throw new IllegalStateException("planted");
              }
              return new float[] {1};
            });
    try (ScoringThreads _ = new ScoringThreads(scorer, 1)) {
      scorer.offer(text("bad", 0, "A defect."), ALL);
      scorer.offer(text(1), ALL);
      assertEquals(PredictionId.of("g-1"), next().id());
    }
  }

  @Test
  void closingEndsTheThreadsAndCountsWhatWaited() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    TextScorer scorer = scorer(text -> new float[] {1});
    ScoringThreads threads = new ScoringThreads(scorer, 2);
    threads.close();
    // A service that an earlier test has started may score as well.
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    left.removeIf(thread -> !thread.getName().startsWith("scoring-"));
    assertEquals(Set.of(), left);
    scorer.offer(text(1), ALL);
    assertEquals(1, metrics.dropped.get());
  }

  @Test
  void thereIsOneThreadAtLeast() {
    TextScorer scorer = scorer(text -> new float[] {1});
    assertThrows(IllegalArgumentException.class, () -> new ScoringThreads(scorer, 0));
  }

  private Assessment next() throws InterruptedException {
    Assessment scored = results.poll(30, TimeUnit.SECONDS);
    if (scored == null) {
      throw new AssertionError("nothing was scored within 30 s");
    }
    return scored;
  }

  private TextScorer scorer(SentenceEmbedder embedder) {
    return new TextScorer(
        CAPACITY,
        Duration.ofMinutes(1),
        Optional.of(embedder),
        results::add,
        metrics,
        InstantSource.system());
  }

  private static GeneratedText text(int i) {
    return text("g-" + i, i, "A lamp of brass.");
  }

  private static GeneratedText text(String id, long timeMillis, String text) {
    return new GeneratedText(
        "m", "1", PredictionId.of(id), timeMillis, Optional.of("a lamp"), text, Set.of());
  }

  private static final class CountedMetrics implements ScoringMetrics {
    private final AtomicInteger scored = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();

    @Override
    public void scored(String model) {
      scored.incrementAndGet();
    }

    @Override
    public void dropped(String model) {
      dropped.incrementAndGet();
    }

    @Override
    public void lost(String model) {}

    @Override
    public void failed(String model) {}
  }
}
