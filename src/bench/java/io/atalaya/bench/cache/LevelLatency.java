package io.atalaya.bench.cache;

import io.atalaya.bench.Report;
import io.atalaya.cache.AnswerStore;
import io.atalaya.cache.CacheKey;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.Loader;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevel;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.serve.DemandServer;
import io.atalaya.demo.terminal.Screen;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * How long an answer takes by the level that has it, beside a miss, which all levels are asked for
 * before the model is: the demonstration's model over HTTP, and one that takes a while. One caller;
 * the ways take turns, and the first turn is not counted.
 */
final class LevelLatency {

  private static final int KNOWN = 10_000;
  private static final int MANY = 100;

  private final Servers servers;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong fresh = new AtomicLong(1L << 40);
  private final List<Way> ways = new ArrayList<>();

  /** A way to get an answer, the part of the calls it is measured with, and its times so far. */
  private record Way(String name, int part, Runnable call, List<long[]> nanos) {}

  private LevelLatency(Servers servers) {
    this.servers = servers;
  }

  static void run(Servers servers, int calls, int rounds, int modelMillis, Screen screen) {
    new LevelLatency(servers).measure(calls, rounds, modelMillis, screen);
  }

  private void measure(int calls, int rounds, int modelMillis, Screen screen) {
    fill(servers.redisAnswers());
    fill(servers.history());
    RemoteLevel redis = Servers.guarded(servers.redisAnswers());
    RemoteLevel history = Servers.guarded(servers.history());
    PredictionCache memory = cache(Caches.bytes(2 * KNOWN), List.of(), LoadLock.NONE);
    PredictionCache filled = cache(Caches.bytes(KNOWN), List.of(), LoadLock.NONE);
    PredictionCache onlyRedis = cache(0, List.of(redis), LoadLock.NONE);
    PredictionCache onlyHistory = cache(0, List.of(history), LoadLock.NONE);
    PredictionCache all = cache(Caches.bytes(KNOWN), List.of(redis, history), servers.lock());
    try (DemandModel model = DemandModel.load()) {
      Handler<HttpServerRequest> serves = new DemandServer(model);
      URI near = listen(serves);
      URI slow = listen(request -> later(modelMillis, request, serves));
      add("memory", 1, () -> known(memory));
      add("Redis", 1, () -> known(onlyRedis));
      add("PostgreSQL", 1, () -> known(onlyHistory));
      add("the bike model itself", 1, () -> join(ask(near)));
      add("miss, memory alone, the bike model", 1, () -> missed(filled, near));
      add("miss, all levels, the bike model", 1, () -> missed(all, near));
      add("miss, all levels, a model of " + modelMillis + " ms", 10, () -> missed(all, slow));
      add("100 answers, memory", 10, () -> many(memory));
      add("100 answers, Redis", 10, () -> many(onlyRedis));
      add("100 answers, PostgreSQL", 10, () -> many(onlyHistory));
      // Each known answer is in memory before that is measured.
      IntStream.range(0, KNOWN).forEach(rank -> join(find(memory, Caches.input(rank), loaded())));
      for (int round = 0; round <= rounds; round++) {
        for (Way way : ways) {
          screen.progress(round / (rounds + 1.0), way.name);
          long[] nanos = turn(way, calls / way.part);
          if (round > 0) {
            way.nanos.add(nanos);
          }
        }
      }
    }
    screen.endProgress();
    report(screen);
    screen.line("\n%d turns of %d calls, of the slower ways a tenth".formatted(rounds, calls));
  }

  private void add(String name, int part, Runnable call) {
    ways.add(new Way(name, part, call, new ArrayList<>()));
  }

  private static long[] turn(Way way, int calls) {
    long[] nanos = new long[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      way.call.run();
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  private void report(Screen screen) {
    Report report = new Report("answer from", "p50, µs", "p95, µs", "p99, µs");
    for (Way way : ways) {
      long[] all = way.nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      report.row(way.name, micros(all, 0.5), micros(all, 0.95), micros(all, 0.99));
    }
    screen.line(report.toString());
  }

  private static String micros(long[] ascending, double share) {
    return "%.1f".formatted(ascending[(int) (share * (ascending.length - 1))] / 1e3);
  }

  private static PredictionCache cache(long bytes, List<RemoteLevel> levels, LoadLock lock) {
    return Caches.of(
        bytes,
        Caches.AN_HOUR,
        InstantSource.system(),
        ForkJoinPool.commonPool(),
        levels,
        lock,
        "bench");
  }

  private void fill(AnswerStore store) {
    // A schema that is still being made takes nothing.
    awaitServed(store);
    long now = System.currentTimeMillis();
    CachedAnswer answer =
        new CachedAnswer(Caches.BODY, 0.9, "1", null, now, 0, now + TimeUnit.HOURS.toMillis(1));
    for (int from = 0; from < KNOWN; from += 1_000) {
      join(
          CompletableFuture.allOf(
              IntStream.range(from, from + 1_000)
                  .mapToObj(rank -> store.store(key(rank), answer).toCompletableFuture())
                  .toArray(CompletableFuture[]::new)));
    }
  }

  private static void awaitServed(AnswerStore store) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (store
                .find(List.of(key(0)))
                .handle((found, failure) -> failure)
                .toCompletableFuture()
                .join()
            != null
        && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static CacheKey key(long rank) {
    return new CacheKey(Caches.MODEL, 0, Caches.input(rank));
  }

  private void known(PredictionCache cache) {
    String level =
        join(find(cache, Caches.input(fresh.incrementAndGet() % KNOWN), LevelLatency::unexpected));
    if (level.equals(PredictionCache.MODEL)) {
      throw new IllegalStateException("the model was asked for a known answer");
    }
  }

  private void missed(PredictionCache cache, URI model) {
    String level = join(find(cache, Caches.input(fresh.incrementAndGet()), () -> ask(model)));
    if (!level.equals(PredictionCache.MODEL)) {
      throw new IllegalStateException("a new input was answered by " + level);
    }
  }

  private void many(PredictionCache cache) {
    long first = fresh.addAndGet(MANY) % (KNOWN - MANY);
    List<InputHash> inputs =
        IntStream.range(0, MANY).mapToObj(i -> Caches.input(first + i)).toList();
    int found = join(cache.findAll(Caches.MODEL, inputs)).size();
    if (found != MANY) {
      throw new IllegalStateException(found + " of " + MANY + " answers were found");
    }
  }

  private static CompletionStage<String> find(
      PredictionCache cache, InputHash input, Loader loader) {
    return cache.find(Caches.MODEL, input, loader).thenApply(hit -> hit.level());
  }

  private static Loader loaded() {
    return () -> CompletableFuture.completedStage(Caches.LOADED);
  }

  private static CompletionStage<Loaded> unexpected() {
    return CompletableFuture.failedStage(new IllegalStateException("it is known"));
  }

  private CompletionStage<Loaded> ask(URI model) {
    String question =
        """
        {"inputs":[{"name":"inputs","shape":[1,7],"datatype":"FP32","data":[8,1,1,1,0.3,0.6,%d]}]}"""
            .formatted(fresh.get());
    HttpRequest request =
        HttpRequest.newBuilder(model).POST(BodyPublishers.ofString(question)).build();
    return client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .thenApply(answer -> new Loaded(answer.body(), 0.9, "1", null));
  }

  private void later(int millis, HttpServerRequest request, Handler<HttpServerRequest> serves) {
    request.pause();
    servers
        .vertx()
        .setTimer(
            millis,
            passed -> {
              request.resume();
              serves.handle(request);
            });
  }

  private URI listen(Handler<HttpServerRequest> handler) {
    Vertx vertx = servers.vertx();
    int port =
        join(vertx
                .createHttpServer()
                .requestHandler(handler)
                .listen(0, "localhost")
                .toCompletionStage())
            .actualPort();
    return URI.create("http://localhost:" + port + "/v2/models/" + DemandServer.MODEL + "/infer");
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
