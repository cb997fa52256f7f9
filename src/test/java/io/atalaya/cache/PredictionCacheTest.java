package io.atalaya.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.Lookup.Hit;
import io.atalaya.cache.Lookup.Miss;
import io.atalaya.cache.Storing.Reason;
import io.atalaya.cache.Storing.Refused;
import io.atalaya.cache.Storing.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PredictionCacheTest {

  private static final String MODEL = "m";
  private static final InputHash INPUT = new InputHash(1, 1);
  private static final InputHash OTHER = new InputHash(1, 2);
  private static final Instant START = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final Duration LOAD_TIMEOUT = Duration.ofMillis(400);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final MapStore store = new MapStore();
  private final MapMemory memory = new MapMemory();
  private final CountingMetrics metrics = new CountingMetrics();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final PredictionCache cache = instance("a", memory, metrics);

  @Test
  void whatWasLoadedIsFoundInMemory() {
    assertBody("one", cache.get(MODEL, INPUT, () -> loaded("one")));
    assertBody("one", cache.get(MODEL, INPUT, () -> loaded("two")));
    assertEquals(Map.of("miss", 1L, "loaded", 1L, "stored", 1L, "memory", 1L), metrics.counts);
  }

  @Test
  void whatAnotherInstanceLoadedIsFoundFarAndThenNear() {
    MapMemory near = new MapMemory();
    CountingMetrics counts = new CountingMetrics();
    PredictionCache second = instance("b", near, counts);
    join(cache.get(MODEL, INPUT, () -> loaded("one")));
    awaitStored(INPUT);

    assertBody("one", second.get(MODEL, INPUT, () -> loaded("two")));
    assertBody("one", second.get(MODEL, INPUT, () -> loaded("two")));
    assertEquals(Map.of("far", 1L, "memory", 1L), counts.counts);
  }

  @Test
  void anExpiredAnswerIsNotGiven() {
    join(cache.get(MODEL, INPUT, () -> loaded("one")));
    now.set(START.plusSeconds(60));
    assertBody("one", cache.get(MODEL, INPUT, () -> loaded("two")));

    now.set(START.plusSeconds(110));
    assertBody("two", cache.get(MODEL, INPUT, () -> loaded("two")));
  }

  @Test
  void concurrentMissesOfOneKeyAskTheModelOnce() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        answers.add(
            threads.submit(() -> text(join(cache.get(MODEL, INPUT, () -> slowly(loads, "one"))))));
      }
    }

    for (Future<String> answer : answers) {
      assertEquals("one", answer.get());
    }
    assertEquals(1, loads.get());
  }

  @Test
  void instancesThatShareALockAskTheModelOnceForAKey() throws Exception {
    PredictionCache second = instance("b", new MapMemory(), new CountingMetrics());
    AtomicInteger loads = new AtomicInteger();
    int keys = 50;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < keys * 20; i++) {
        InputHash input = new InputHash(7, i % keys);
        PredictionCache asked = i / keys % 2 == 0 ? cache : second;
        threads.execute(() -> join(asked.get(MODEL, input, () -> slowly(loads, "one"))));
      }
    }

    assertEquals(keys, loads.get());
    await(store.locks::isEmpty);
  }

  /** The model's answer is the number of the last invalidation, as it is when it is asked. */
  @Test
  void noAnswerIsOlderThanTheInvalidationThatWasKnownWhenTheRequestBegan() throws Exception {
    PredictionCache second = instance("b", new MapMemory(), new CountingMetrics());
    List<PredictionCache> instances = List.of(cache, second);
    AtomicLong truth = new AtomicLong();
    AtomicLong[] known = {new AtomicLong(), new AtomicLong()};
    AtomicInteger answers = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 16; t++) {
        int seed = t;
        var unused =
            threads.submit(
                () -> {
                  RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
                  for (int i = 0; i < 400; i++) {
                    int at = (seed + i) % 2;
                    InputHash input = new InputHash(9, random.nextInt(5));
                    long before = known[at].get();
                    CachedAnswer answer =
                        join(
                            instances
                                .get(at)
                                .get(
                                    MODEL,
                                    input,
                                    () -> slowly(new AtomicInteger(), "" + truth.get())));
                    answers.incrementAndGet();
                    if (Long.parseLong(text(answer)) < before) {
                      wrong.incrementAndGet();
                    }
                  }
                  return null;
                });
      }
      var unused =
          threads.submit(
              () -> {
                for (long number = 1; number <= 60; number++) {
                  truth.set(number);
                  Target target =
                      switch ((int) number % 3) {
                        case 0 -> Target.WHOLE_MODEL;
                        case 1 -> new Target.Version("v1");
                        default -> new Target.Segment("s1");
                      };
                  for (int i = 0; i < instances.size(); i++) {
                    instances.get(i).invalidate(MODEL, target, number, START.toEpochMilli());
                    known[i].set(number);
                    Thread.sleep(2);
                  }
                }
                return null;
              });
    }

    assertEquals(16 * 400, answers.get());
    assertEquals(0, wrong.get());
  }

  @Test
  void anAnswerThatWasInvalidatedWhileTheModelWasAskedIsGivenButNotKept() {
    CompletableFuture<Loaded> slow = new CompletableFuture<>();
    CompletionStage<CachedAnswer> before = cache.get(MODEL, INPUT, asking(slow));
    awaitLoading();
    cache.invalidate(MODEL, new Target.Version("v1"), 1, START.toEpochMilli());
    CompletionStage<CachedAnswer> after = cache.get(MODEL, INPUT, () -> loaded("new"));
    slow.complete(join(loaded("old")));

    assertBody("old", before);
    assertBody("new", after);
    assertEquals(1, metrics.counts.get("STALE"));
    assertBody("new", cache.get(MODEL, INPUT, () -> loaded("newer")));
  }

  @Test
  void whenTheModelDoesNotAnswerAllWhoWaitAreToldAndTheNextOneAsksAgain() {
    CompletableFuture<Loaded> slow = new CompletableFuture<>();
    CompletionStage<CachedAnswer> first = cache.get(MODEL, INPUT, asking(slow));
    CompletionStage<CachedAnswer> second = cache.get(MODEL, INPUT, () -> loaded("never"));
    awaitLoading();
    slow.completeExceptionally(new IllegalStateException("no"));

    assertThrows(CompletionException.class, () -> join(first));
    assertThrows(CompletionException.class, () -> join(second));
    assertBody("one", cache.get(MODEL, INPUT, () -> loaded("one")));
    await(store.locks::isEmpty);
  }

  @Test
  void aLoaderThatThrowsIsOneThatFails() {
    CompletionStage<CachedAnswer> answer =
        cache.get(
            MODEL,
            INPUT,
            () -> {
              throw new IllegalStateException("no");
            });

    assertThrows(CompletionException.class, () -> join(answer));
    assertBody("one", cache.get(MODEL, INPUT, () -> loaded("one")));
  }

  @Test
  void ofTwoCallersWhoAskTheModelThemselvesOneLeadsAndTheOtherWaits() {
    Miss miss = assertInstanceOf(Miss.class, join(cache.lead(MODEL, INPUT, Duration.ZERO)));
    assertTrue(miss.leads());
    assertEquals(new Miss(0, false), join(cache.lead(MODEL, INPUT, Duration.ZERO)));
    CompletionStage<Lookup> waiting = cache.lead(MODEL, INPUT, Duration.ofSeconds(10));

    assertInstanceOf(Stored.class, cache.put(MODEL, INPUT, answer("one", 0.9, miss.stamp())));
    Hit shared = assertInstanceOf(Hit.class, join(waiting));
    assertEquals("one", text(shared.answer()));
    assertEquals(PredictionCache.SHARED, shared.level());
    Hit near = assertInstanceOf(Hit.class, join(cache.lead(MODEL, INPUT, Duration.ZERO)));
    assertEquals(PredictionCache.MEMORY, near.level());
  }

  @Test
  void whenALeaderBringsNothingAnotherOneLeads() {
    join(cache.lead(MODEL, INPUT, Duration.ZERO));

    Lookup next = join(cache.lead(MODEL, INPUT, LOAD_TIMEOUT.multipliedBy(10)));
    assertEquals(new Miss(0, true), next);
  }

  @Test
  void whoAnInvalidationOvertakesOnTheWayToTheModelAsksItTogetherWithThoseWhoComeLater() {
    AtomicInteger loads = new AtomicInteger();
    CompletableFuture<Void> lookups = new CompletableFuture<>();
    store.answering = lookups;
    CompletionStage<CachedAnswer> before = cache.get(MODEL, INPUT, () -> slowly(loads, "new"));
    cache.invalidate(MODEL, Target.WHOLE_MODEL, 1, START.toEpochMilli());
    CompletionStage<CachedAnswer> after = cache.get(MODEL, INPUT, () -> slowly(loads, "new"));
    CompletionStage<Lookup> own = cache.lead(MODEL, INPUT, LOAD_TIMEOUT);
    lookups.complete(null);

    assertBody("new", before);
    assertBody("new", after);
    assertInstanceOf(Hit.class, join(own));
    assertEquals(1, loads.get());
  }

  @Test
  void whoWaitsForAnAnswerThatIsInvalidatedMeanwhileIsGivenIt() {
    Miss miss = assertInstanceOf(Miss.class, join(cache.lead(MODEL, INPUT, Duration.ZERO)));
    CompletionStage<Lookup> waiting = cache.lead(MODEL, INPUT, Duration.ofSeconds(10));
    cache.invalidate(MODEL, Target.WHOLE_MODEL, 1, START.toEpochMilli());
    assertEquals(
        new Refused(Reason.STALE), cache.put(MODEL, INPUT, answer("old", 0.9, miss.stamp())));

    assertEquals("old", text(assertInstanceOf(Hit.class, join(waiting)).answer()));
  }

  @Test
  void anAnswerCarriesTheStampOfItsMiss() {
    cache.invalidate(MODEL, Target.WHOLE_MODEL, 4, START.toEpochMilli());

    assertEquals(new Miss(4, true), join(cache.lead(MODEL, INPUT, Duration.ZERO)));
    assertEquals(new Refused(Reason.STALE), cache.put(MODEL, INPUT, answer("old", 0.9, 3)));
    assertInstanceOf(Stored.class, cache.put(MODEL, INPUT, answer("new", 0.9, 4)));
  }

  @Test
  void whatIsNotWorthKeepingIsRefused() {
    assertEquals(
        new Refused(Reason.LOW_CONFIDENCE), cache.put(MODEL, INPUT, answer("one", 0.49, 0)));
    assertEquals(
        new Refused(Reason.TOO_LARGE), cache.put(MODEL, INPUT, answer("x".repeat(101), 0.9, 0)));
    now.set(START.plusSeconds(110));
    assertEquals(new Refused(Reason.EXPIRED), cache.put(MODEL, INPUT, answer("one", 1, 0)));
    assertEquals(Map.of(), memory.answers);
  }

  @Test
  void severalAreFoundAtOnceWhereverTheyAre() {
    join(cache.get(MODEL, INPUT, () -> loaded("one")));
    join(cache.get(MODEL, OTHER, () -> loaded("two")));
    awaitStored(OTHER);
    memory.answers.keySet().removeIf(key -> key.input().equals(OTHER));
    InputHash unknown = new InputHash(3, 3);

    Map<InputHash, Hit> found = join(cache.findAll(MODEL, List.of(INPUT, OTHER, unknown)));

    Map<InputHash, String> levels = new HashMap<>();
    found.forEach((input, hit) -> levels.put(input, hit.level()));
    assertEquals(Map.of(INPUT, PredictionCache.MEMORY, OTHER, "far"), levels);
  }

  @Test
  void aRefreshReplacesWhatIsThere() {
    join(cache.get(MODEL, INPUT, () -> loaded("one")));

    assertTrue(join(cache.refresh(MODEL, INPUT, () -> loaded("two"))));
    assertBody("two", cache.get(MODEL, INPUT, () -> loaded("three")));
  }

  @Test
  void aModelWithoutACacheIsNamed() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> cache.get("n", INPUT, () -> loaded("one")));

    assertEquals("model: n has no cache: give atalaya.models.n.cache", refused.getMessage());
  }

  private PredictionCache instance(String name, MapMemory near, CountingMetrics counts) {
    CacheSettings settings =
        new CacheSettings(
            new Lifetime(Duration.ofSeconds(10), Duration.ofSeconds(110), 0.5, 0),
            Map.of(),
            100,
            LOAD_TIMEOUT);
    return new PredictionCache(
        Map.of(MODEL, settings),
        new Floors(),
        near,
        new RemoteLevels(List.of(store)),
        store,
        new CacheTimes(now::get, System::nanoTime, () -> 0),
        counts,
        name);
  }

  private static CachedAnswer answer(String body, double confidence, long stamp) {
    return new CachedAnswer(
        bytes(body), confidence, "v1", "s1", START.toEpochMilli(), stamp, Long.MAX_VALUE);
  }

  private static CompletionStage<Loaded> loaded(String body) {
    return CompletableFuture.completedStage(new Loaded(bytes(body), 1, "v1", "s1"));
  }

  private static CompletionStage<Loaded> slowly(AtomicInteger loads, String body) {
    loads.incrementAndGet();
    return new CompletableFuture<Loaded>()
        .completeOnTimeout(join(loaded(body)), 3, TimeUnit.MILLISECONDS);
  }

  /** A model that answers later; {@link #awaitLoading} waits until it has been asked. */
  private Loader asking(CompletableFuture<Loaded> later) {
    return () -> {
      asked.set(true);
      return later;
    };
  }

  private void awaitLoading() {
    await(asked::get);
  }

  private void awaitStored(InputHash input) {
    await(() -> store.answers.containsKey(new CacheKey(MODEL, 0, input)));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "in time");
      Thread.onSpinWait();
    }
  }

  private static void assertBody(String body, CompletionStage<CachedAnswer> answer) {
    assertArrayEquals(bytes(body), join(answer).body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(CachedAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
