package io.atalaya.adapter.guard;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.LevelMetrics;
import io.atalaya.cache.LevelMetrics.Operation;
import io.atalaya.cache.LevelMetrics.Outcome;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.Reachability;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedLevelTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final CacheKey KEY = new CacheKey("m", 0, new InputHash(1, 2));
  private static final CachedAnswer ANSWER =
      new CachedAnswer(new byte[] {1}, 0.5, "1", null, 0, 0, Long.MAX_VALUE);
  private static final Map<CacheKey, CachedAnswer> FOUND = Map.of(KEY, ANSWER);
  private static final int CONCURRENT = 8;
  private static final CallBudget BUDGET =
      new CallBudget(Duration.ofMillis(40), Duration.ofMillis(120), CONCURRENT);

  private final Counts counts = new Counts();
  private final Store store = new Store();
  private final GuardedLevel level =
      new GuardedLevel(store, BUDGET, counts, InstantSource.fixed(NOW));

  @Test
  void whatTheStoreAnswersIsPassedOnAndCounted() throws Exception {
    assertInstanceOf(Reachability.Untried.class, level.reachability());
    assertEquals(FOUND, find());
    assertEquals(1, counts.of(Operation.FIND, Outcome.OK));
    level.store(KEY, ANSWER).toCompletableFuture().get(5, SECONDS);
    level.remove(KEY).toCompletableFuture().get(5, SECONDS);
    assertEquals(1, counts.of(Operation.STORE, Outcome.OK));
    assertEquals(1, counts.of(Operation.REMOVE, Outcome.OK));
    assertEquals(3, counts.all());
    assertEquals("test", level.name());
    assertEquals(new Reachability.Reachable(NOW), level.reachability());
    assertFalse(level.isLeftOut());
  }

  @Test
  void aStoreThatFailsOrThrowsIsAsIfItHadNothing() throws Exception {
    store.answers = () -> CompletableFuture.failedStage(new IllegalStateException("gone"));
    assertEquals(Map.of(), find());
    assertEquals(new Reachability.Unreachable(NOW, "gone"), level.reachability());
    store.answers =
        () -> {
          throw new IllegalStateException("at once");
        };
    assertEquals(Map.of(), find());
    level.store(KEY, ANSWER).toCompletableFuture().get(5, SECONDS);
    level.remove(KEY).toCompletableFuture().get(5, SECONDS);
    assertEquals(2, counts.of(Operation.FIND, Outcome.FAILED));
    assertEquals(1, counts.of(Operation.STORE, Outcome.FAILED));
    assertEquals(1, counts.of(Operation.REMOVE, Outcome.FAILED));
    assertEquals(4, counts.all());
  }

  @Test
  void aStoreThatNeverAnswersIsWaitedForNoLongerThanTheBudget() throws Exception {
    store.answers = CompletableFuture::new;
    long start = System.nanoTime();
    assertEquals(Map.of(), find());
    long read = millisSince(start);
    level.store(KEY, ANSWER).toCompletableFuture().get(5, SECONDS);
    long both = millisSince(start);
    assertTrue(read >= 40 && read < 1_000, () -> read + " ms");
    assertTrue(both - read >= 119 && both < 2_000, () -> both + " ms");
    assertEquals(1, counts.of(Operation.FIND, Outcome.TIMEOUT));
    assertEquals(1, counts.of(Operation.STORE, Outcome.TIMEOUT));
    assertInstanceOf(Reachability.Unreachable.class, level.reachability());
  }

  @Test
  void moreCallsThanMayBeUnderWayAreRefusedAtOnceAndAreNoFailure() throws Exception {
    List<CompletableFuture<Map<CacheKey, CachedAnswer>>> pending = new ArrayList<>();
    store.answers =
        () -> {
          CompletableFuture<Map<CacheKey, CachedAnswer>> stage = new CompletableFuture<>();
          pending.add(stage);
          return stage;
        };
    List<CompletableFuture<Map<CacheKey, CachedAnswer>>> under = new ArrayList<>();
    for (int i = 0; i < CONCURRENT; i++) {
      under.add(level.find(List.of(KEY)).toCompletableFuture());
    }
    for (int i = 0; i < 100; i++) {
      CompletableFuture<?> refused = level.find(List.of(KEY)).toCompletableFuture();
      assertTrue(refused.isDone());
      assertEquals(Map.of(), refused.join());
    }
    assertEquals(CONCURRENT, store.calls.get());
    assertEquals(100, counts.of(Operation.FIND, Outcome.REJECTED));
    pending.forEach(stage -> stage.complete(FOUND));
    for (CompletableFuture<?> answer : under) {
      answer.get(5, SECONDS);
    }
    store.answers = () -> CompletableFuture.completedStage(FOUND);
    assertEquals(FOUND, find());
    assertFalse(level.isLeftOut());
  }

  @Test
  void aStoreThatKeepsFailingIsLeftOutAndOneProbeAtATimeTellsWhenItIsBack() throws Exception {
    store.answers = () -> CompletableFuture.failedStage(new IllegalStateException("gone"));
    for (int i = 0; i < GuardedCalls.WINDOW - 1; i++) {
      find();
    }
    assertFalse(level.isLeftOut());
    find();
    assertTrue(level.isLeftOut());
    assertEquals(GuardedCalls.WINDOW, store.calls.get());
    for (int i = 0; i < 50; i++) {
      assertEquals(Map.of(), find());
    }
    assertEquals(GuardedCalls.WINDOW, store.calls.get(), "it is not asked any more");
    assertEquals(50, counts.of(Operation.FIND, Outcome.OPEN));
    assertInstanceOf(Reachability.Unreachable.class, level.reachability());

    Thread.sleep(GuardedCalls.PAUSE.plusMillis(100));
    CompletableFuture<Map<CacheKey, CachedAnswer>> probe = new CompletableFuture<>();
    store.answers = () -> probe;
    CompletableFuture<?> probing = level.find(List.of(KEY)).toCompletableFuture();
    assertEquals(Map.of(), find(), "while one probes the others go without");
    assertEquals(GuardedCalls.WINDOW + 1, store.calls.get());
    assertTrue(level.isLeftOut());
    probe.complete(FOUND);
    assertEquals(FOUND, probing.get(5, SECONDS));
    assertFalse(level.isLeftOut());
    assertEquals(FOUND, find());
    assertEquals(new Reachability.Reachable(NOW), level.reachability());
  }

  @Test
  void aProbeThatFailsLeavesTheStoreOut() throws Exception {
    store.answers = () -> CompletableFuture.failedStage(new IllegalStateException("gone"));
    for (int i = 0; i < GuardedCalls.WINDOW; i++) {
      find();
    }
    Thread.sleep(GuardedCalls.PAUSE.plusMillis(100));
    find();
    find();
    assertEquals(GuardedCalls.WINDOW + 1, store.calls.get());
    assertTrue(level.isLeftOut());
  }

  @Test
  void failingWritesLeaveReadsAlone() throws Exception {
    store.writes = () -> CompletableFuture.failedStage(new IllegalStateException("read only"));
    for (int i = 0; i < 2 * GuardedCalls.WINDOW; i++) {
      level.store(KEY, ANSWER).toCompletableFuture().get(5, SECONDS);
    }
    assertTrue(level.isLeftOut());
    assertEquals(GuardedCalls.WINDOW, counts.of(Operation.STORE, Outcome.FAILED));
    assertEquals(GuardedCalls.WINDOW, counts.of(Operation.STORE, Outcome.OPEN));
    assertEquals(FOUND, find());
  }

  @Test
  void aLockThatCannotBeAskedIsEverybodys() throws Exception {
    Lock lock = new Lock();
    GuardedLock guarded = new GuardedLock(lock, "test", BUDGET, counts, InstantSource.fixed(NOW));
    assertFalse(take(guarded));
    guarded.giveBack(KEY, "me");
    assertEquals(1, lock.givenBack.get());
    lock.answers = CompletableFuture::new;
    long start = System.nanoTime();
    assertTrue(take(guarded));
    assertTrue(millisSince(start) < 1_000);
    lock.answers = () -> CompletableFuture.failedStage(new IllegalStateException("gone"));
    for (int i = 0; i < 2 * GuardedCalls.WINDOW; i++) {
      assertTrue(take(guarded));
    }
    assertEquals(1, counts.of(Operation.LOCK, Outcome.OK));
    assertEquals(1, counts.of(Operation.LOCK, Outcome.TIMEOUT));
    assertEquals(GuardedCalls.WINDOW - 2, counts.of(Operation.LOCK, Outcome.FAILED));
    guarded.giveBack(KEY, "me");
    assertEquals(1, lock.givenBack.get(), "a store that fails is left alone");
  }

  @Test
  void aBudgetBelowItsBoundsIsRefused() {
    Duration one = Duration.ofMillis(1);
    assertEquals(1, new CallBudget(one, one, 1).concurrent());
    assertThrows(
        IllegalArgumentException.class, () -> new CallBudget(Duration.ofNanos(999_999), one, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new CallBudget(one, Duration.ofNanos(999_999), 1));
    assertThrows(IllegalArgumentException.class, () -> new CallBudget(one, one, 0));
  }

  private Map<CacheKey, CachedAnswer> find() throws Exception {
    return level.find(List.of(KEY)).toCompletableFuture().get(5, SECONDS);
  }

  private static boolean take(LoadLock lock) throws Exception {
    return lock.take(KEY, "me", Duration.ofSeconds(1)).toCompletableFuture().get(5, SECONDS);
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static final class Store implements AnswerStore {
    final AtomicInteger calls = new AtomicInteger();
    volatile Supplier<CompletionStage<Map<CacheKey, CachedAnswer>>> answers =
        () -> CompletableFuture.completedStage(FOUND);
    volatile Supplier<CompletionStage<Map<CacheKey, CachedAnswer>>> writes = () -> answers.get();

    @Override
    public String name() {
      return "test";
    }

    @Override
    public CompletionStage<Map<CacheKey, CachedAnswer>> find(Collection<CacheKey> keys) {
      calls.incrementAndGet();
      return answers.get();
    }

    @Override
    public CompletionStage<Void> store(CacheKey key, CachedAnswer answer) {
      return writes.get().thenRun(() -> {});
    }

    @Override
    public CompletionStage<Void> remove(CacheKey key) {
      return writes.get().thenRun(() -> {});
    }
  }

  private static final class Lock implements LoadLock {
    final AtomicInteger givenBack = new AtomicInteger();
    volatile Supplier<CompletionStage<Boolean>> answers =
        () -> CompletableFuture.completedStage(false);

    @Override
    public CompletionStage<Boolean> take(CacheKey key, String owner, Duration most) {
      return answers.get();
    }

    @Override
    public void giveBack(CacheKey key, String owner) {
      givenBack.incrementAndGet();
    }
  }

  private static final class Counts implements LevelMetrics {
    private record Counted(Operation operation, Outcome outcome) {}

    private final Map<Counted, Integer> counts = new ConcurrentHashMap<>();

    @Override
    public void result(String level, Operation operation, Outcome outcome) {
      counts.merge(new Counted(operation, outcome), 1, Integer::sum);
    }

    int of(Operation operation, Outcome outcome) {
      return counts.getOrDefault(new Counted(operation, outcome), 0);
    }

    int all() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
  }
}
