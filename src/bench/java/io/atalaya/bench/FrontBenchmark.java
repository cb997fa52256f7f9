package io.atalaya.bench;

import io.atalaya.access.AccessControl;
import io.atalaya.access.RateLimit;
import io.atalaya.access.RateLimiter;
import io.atalaya.adapter.inference.FrontSettings;
import io.atalaya.adapter.inference.Fronts;
import io.atalaya.adapter.inference.InferenceFront;
import io.atalaya.adapter.inference.OutputColumn;
import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.Floors;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.prefetch.Prefetcher;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.serve.DemandServer;
import io.atalaya.demo.terminal.Screen;
import io.atalaya.event.EventPublisher.Receipt;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The latency of the demonstration's model: asked directly, and through the front on a miss and on
 * a hit; all of it in one process over HTTP on the local host. The three take turns, and the first
 * turn of each is not counted. Events are written, and not sent. The model can be made to take
 * longer than it does.
 */
final class FrontBenchmark {

  private static final String MODEL = DemandServer.MODEL;
  private static final int HIT_INPUTS = 100;
  private static final double PER_MICRO = 1e3;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final AtomicLong NUMBER = new AtomicLong();

  /** A way to ask, and how long each answer took, in nanoseconds. */
  private record Way(String name, URI to, boolean fresh, int clients, List<long[]> nanos) {}

  private FrontBenchmark() {}

  static void run(Options options, Screen screen) throws InterruptedException {
    int requests = (int) options.whole("requests", 4_000, 100);
    int rounds = (int) options.whole("rounds", 5, 1);
    int[] clients = options.wholes("clients", "1,16", 1);
    long modelMillis = options.whole("model-ms", 0, 0);
    options.end();
    Vertx vertx = Vertx.vertx();
    List<Way> ways;
    try (DemandModel model = DemandModel.load()) {
      Vertx servers = Vertx.vertx();
      URI server = listen(servers, taking(servers, modelMillis, new DemandServer(model)));
      Router router = Router.router(vertx);
      front(vertx, server).route(router);
      URI front = listen(vertx, router);
      ways =
          Arrays.stream(clients)
              .boxed()
              .flatMap(
                  count ->
                      Stream.of(
                          way("direct", server, true, count),
                          way("front, miss", front, true, count),
                          way("front, hit", front, false, count)))
              .toList();
      for (int round = 0; round <= rounds; round++) {
        for (Way way : ways) {
          screen.progress(round / (rounds + 1.0), way.name);
          long[] nanos = ask(way, requests);
          if (round > 0) {
            way.nanos.add(nanos);
          }
        }
      }
    }
    screen.endProgress();
    Report report = new Report("way", "clients", "p50, µs", "p95, µs", "p99, µs", "a second");
    for (Way way : ways) {
      long[] all = way.nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
      double seconds = way.nanos.stream().mapToDouble(FrontBenchmark::sum).sum() / 1e9;
      report.row(
          way.name,
          Integer.toString(way.clients),
          quantile(all, 0.5),
          quantile(all, 0.95),
          quantile(all, 0.99),
          "%.0f".formatted(all.length / seconds * way.clients));
    }
    screen.line(report.toString());
    screen.line("\n%d turns of %d requests each".formatted(rounds, requests));
  }

  /** Answers so much later. */
  private static Handler<HttpServerRequest> taking(
      Vertx vertx, long millis, Handler<HttpServerRequest> server) {
    if (millis == 0) {
      return server;
    }
    return request -> {
      request.pause();
      vertx.setTimer(
          millis,
          passed -> {
            request.resume();
            server.handle(request);
          });
    };
  }

  private static double sum(long[] nanos) {
    return Arrays.stream(nanos).sum();
  }

  private static String quantile(long[] ascending, double share) {
    return "%.0f".formatted(ascending[(int) (share * (ascending.length - 1))] / PER_MICRO);
  }

  private static Way way(String name, URI to, boolean fresh, int clients) {
    return new Way(name, to, fresh, clients, new ArrayList<>());
  }

  /** Asks so many times in all. */
  private static long[] ask(Way way, int requests) throws InterruptedException {
    long[] nanos = new long[requests - requests % way.clients];
    int each = nanos.length / way.clients;
    Thread[] threads = new Thread[way.clients];
    for (int client = 0; client < threads.length; client++) {
      int first = client * each;
      threads[client] =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < each; i++) {
                      long number = way.fresh ? NUMBER.incrementAndGet() : i % HIT_INPUTS;
                      nanos[first + i] = ask(way.to, number, way.fresh);
                    }
                  });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return nanos;
  }

  private static long ask(URI to, long number, boolean fresh) {
    String body =
        """
        {"id":"%d","inputs":[{"name":"inputs","shape":[1,7],"datatype":"FP32","data":[%d,1,1,1,0.3,0.6,%s]}]}"""
            .formatted(number, number % 24, fresh ? number / 1e9 : -number);
    HttpRequest request =
        HttpRequest.newBuilder(to.resolve("/v2/models/" + MODEL + "/infer"))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      long start = System.nanoTime();
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      long nanos = System.nanoTime() - start;
      if (answer.statusCode() != 200) {
        throw new BenchmarkException("the answer is " + answer.statusCode() + answer.body());
      }
      return nanos;
    } catch (IOException | InterruptedException e) {
      throw new BenchmarkException("no answer: " + e.getMessage());
    }
  }

  private static URI listen(Vertx vertx, Handler<HttpServerRequest> handler) {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(handler)
            .listen(0, "localhost")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    return URI.create("http://localhost:" + port);
  }

  private static InferenceFront front(Vertx vertx, URI upstream) {
    FrontSettings settings =
        new FrontSettings(
            upstream,
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            16 << 20,
            64,
            256,
            DemandHour.INPUTS,
            new OutputColumn("demand", 0),
            new OutputColumn("confidence", 0),
            List.of(),
            false);
    CacheMetrics metrics = CacheMetrics.NONE;
    CacheSettings cached =
        new CacheSettings(
            new Lifetime(Duration.ofHours(1), Duration.ofHours(1), 0, 0),
            Map.of(),
            1 << 20,
            Duration.ofSeconds(5));
    PredictionCache cache =
        new PredictionCache(
            Map.of(MODEL, cached),
            new Floors(),
            new CaffeineLevel(64 << 20, InstantSource.system(), ForkJoinPool.commonPool(), metrics),
            new RemoteLevels(List.of()),
            LoadLock.NONE,
            new CacheTimes(InstantSource.system(), System::nanoTime, () -> 0),
            metrics,
            "bench");
    return new InferenceFront(
        vertx,
        new Fronts(Map.of(MODEL, settings), open()),
        cache,
        new Prefetcher(cache, Map.of(), (name, why, result) -> {}),
        (topic, body, type) -> CompletableFuture.completedStage(new Receipt.Published(0, 0)),
        (model, reason) -> {},
        InstantSource.system());
  }

  /** Whoever asks is let in. */
  private static AccessControl open() {
    return new AccessControl(
        null, true, new RateLimiter(new RateLimit(1, 1), 1, System::nanoTime), reason -> {});
  }
}
