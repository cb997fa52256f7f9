package io.atalaya.adapter.inference;

import io.atalaya.access.AccessControl;
import io.atalaya.access.Authenticator;
import io.atalaya.access.Caller;
import io.atalaya.access.RateLimit;
import io.atalaya.access.RateLimiter;
import io.atalaya.access.Role;
import io.atalaya.adapter.memory.CaffeineLevel;
import io.atalaya.cache.CacheMetrics;
import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.CacheTimes;
import io.atalaya.cache.Floors;
import io.atalaya.cache.Lifetime;
import io.atalaya.cache.LoadLock;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.RemoteLevels;
import io.atalaya.cache.prefetch.PrefetchSettings;
import io.atalaya.cache.prefetch.Prefetcher;
import io.atalaya.demo.demand.DemandHour;
import io.atalaya.demo.demand.DemandModel;
import io.atalaya.demo.serve.DemandServer;
import io.atalaya.event.EventPublisher.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * A model server that can be told how to behave, the front before it with a cache, and a client:
 * all of them speak real HTTP.
 */
final class FrontRig implements AutoCloseable {

  static final String MODEL = DemandServer.MODEL;
  static final String INFER = "/v2/models/" + MODEL + "/infer";

  private final Vertx vertx = Vertx.vertx();
  private final DemandModel model = DemandModel.load();
  private final Handler<HttpServerRequest> demand = new DemandServer(model);
  private final HttpServer server;
  private final HttpServer listener;
  private final InferenceFront front;
  final PredictionCache cache;

  /** Asks ahead only when a test has it run. */
  final Prefetcher prefetcher;

  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** How the model server answers. */
  volatile Handler<HttpServerRequest> behaviour = demand;

  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger brokenOff = new AtomicInteger();
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<String> unpublished = new CopyOnWriteArrayList<>();

  /** What a rig is made of, besides its address. */
  interface Change {
    FrontSettings of(URI upstream);
  }

  private FrontRig(Change change, Map<String, Double> rounding, boolean cached) {
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      calls.incrementAndGet();
                      request
                          .response()
                          .closeHandler(
                              closed -> {
                                if (!request.response().ended()) {
                                  brokenOff.incrementAndGet();
                                }
                              });
                      behaviour.handle(request);
                    })
                .listen(0, "localhost"));
    cache = cache(rounding, cached);
    prefetcher =
        new Prefetcher(
            cache,
            Map.of(MODEL, new PrefetchSettings(1, 0.2, 100, true)),
            (name, why, result) -> {});
    front =
        new InferenceFront(
            vertx,
            new Fronts(
                Map.of(MODEL, change.of(URI.create("http://localhost:" + server.actualPort()))),
                access()),
            cache,
            prefetcher,
            (topic, body, type) -> {
              events.add(new String(body, StandardCharsets.UTF_8));
              return CompletableFuture.completedStage(new Receipt.Published(0, 0));
            },
            (name, reason) -> unpublished.add(name + " " + reason),
            InstantSource.system());
    Router router = Router.router(vertx);
    front.route(router);
    listener = await(vertx.createHttpServer().requestHandler(router).listen(0, "localhost"));
  }

  /** Lets in whoever shows {@code s3cret}, later and on another thread. */
  private static AccessControl access() {
    Authenticator authenticator =
        new Authenticator() {
          @Override
          public CompletionStage<Result> authenticate(String token) {
            return CompletableFuture.supplyAsync(
                () ->
                    switch (token) {
                      case "s3cret" -> new Result.Known(new Caller("service", Set.of(Role.WRITE)));
                      case "reader" -> new Result.Known(new Caller("reader", Set.of(Role.READ)));
                      case "later" -> new Result.Unavailable("no issuer");
                      default -> new Result.Refused("another token");
                    });
          }

          @Override
          public String remedy() {
            return "show a token";
          }
        };
    RateLimiter limiter = new RateLimiter(new RateLimit(1, 1), 1, System::nanoTime);
    return new AccessControl(authenticator, true, limiter, reason -> {});
  }

  static FrontRig start() {
    return start(FrontRig::settings);
  }

  static FrontRig start(Change change) {
    return new FrontRig(change, Map.of(), true);
  }

  static FrontRig rounding(String feature, double step) {
    return new FrontRig(FrontRig::settings, Map.of(feature, step), true);
  }

  static FrontRig uncached() {
    return new FrontRig(FrontRig::settings, Map.of(), false);
  }

  static FrontSettings settings(URI upstream) {
    return settings(upstream, Duration.ofSeconds(5), 64, 256, false);
  }

  static FrontSettings settings(
      URI upstream, Duration timeout, int connections, int queue, boolean token) {
    return new FrontSettings(
        upstream,
        timeout,
        Duration.ofMillis(500),
        16 << 20,
        connections,
        queue,
        DemandHour.INPUTS,
        new OutputColumn("demand", 0),
        new OutputColumn("confidence", 0),
        List.of(),
        token);
  }

  private static PredictionCache cache(Map<String, Double> rounding, boolean cached) {
    CacheSettings settings =
        new CacheSettings(
            new Lifetime(Duration.ofMinutes(1), Duration.ofHours(1), 0, 0),
            rounding,
            32 << 20,
            Duration.ofSeconds(10));
    CacheMetrics metrics = CacheMetrics.NONE;
    return new PredictionCache(
        cached ? Map.of(MODEL, settings) : Map.of(),
        new Floors(),
        new CaffeineLevel(256 << 20, InstantSource.system(), Runnable::run, metrics),
        new RemoteLevels(List.of()),
        LoadLock.NONE,
        new CacheTimes(InstantSource.system(), System::nanoTime, () -> 0),
        metrics,
        "test");
  }

  /** A request for one row. */
  static String request(String id, double... inputs) {
    StringBuilder data = new StringBuilder();
    for (double input : inputs) {
      data.append(data.isEmpty() ? "" : ",").append(input);
    }
    return """
    {"id":"%s","inputs":[{"name":"inputs","shape":[1,7],"datatype":"FP32","data":[%s]}]}"""
        .formatted(id, data);
  }

  HttpResponse<String> infer(String body, String... headers) {
    return join(sendAsync(INFER, body, headers));
  }

  CompletableFuture<HttpResponse<String>> sendAsync(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.sendAsync(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> infer(byte[] body, String... headers) {
    return join(
        client.sendAsync(
            HttpRequest.newBuilder(uri(INFER))
                .POST(BodyPublishers.ofByteArray(body))
                .headers(headers)
                .build(),
            BodyHandlers.ofByteArray()));
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return join(client.sendAsync(request.build(), BodyHandlers.ofString()));
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + listener.actualPort() + path);
  }

  int port() {
    return listener.actualPort();
  }

  /** The usual answer of the model server, after a while. */
  Handler<HttpServerRequest> slow(long millis) {
    return request -> {
      request.pause();
      later(
          millis,
          () -> {
            request.resume();
            demand.handle(request);
          });
    };
  }

  void later(long millis, Runnable what) {
    vertx.setTimer(millis, ignored -> what.run());
  }

  /** An answer of the model server, whatever is asked. */
  static Handler<HttpServerRequest> always(int status, String type, String body) {
    return request -> {
      var unused =
          request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    };
  }

  /** The usual answer. */
  Handler<HttpServerRequest> usual() {
    return demand;
  }

  void awaitTrue(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    if (!condition.getAsBoolean()) {
      throw new AssertionError("it did not happen in 5 s");
    }
  }

  static <T> T join(CompletableFuture<T> future) {
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static <T> T await(Future<T> future) {
    return join(future.toCompletionStage().toCompletableFuture());
  }

  @Override
  public void close() {
    front.close();
    client.shutdownNow();
    await(vertx.close());
    model.close();
  }
}
