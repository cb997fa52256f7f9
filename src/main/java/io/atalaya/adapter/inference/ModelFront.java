package io.atalaya.adapter.inference;

import io.atalaya.cache.CacheSettings;
import io.atalaya.cache.InputHash;
import io.atalaya.cache.Loader;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.prefetch.Prefetcher;
import io.atalaya.event.Event;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The front of one model. Safe for use by several threads. */
final class ModelFront {

  private static final Logger LOG = Logger.getLogger(ModelFront.class);

  static final String UNVERSIONED = Event.UNVERSIONED;

  /** Bodies above this are read by a worker, so that the event loop serves others meanwhile. */
  private static final int WORKER_BYTES = 64 << 10;

  /** Larger questions are not remembered, to be asked again. */
  private static final int MOST_KEPT_BYTES = 4 << 10;

  private final Vertx vertx;
  private final String model;
  private final FrontSettings settings;
  private final @Nullable PredictionCache cache;
  private final Prefetcher prefetcher;
  private final boolean prefetches;
  private final EventQueue events;
  private final InstantSource clock;
  private final Upstream upstream;
  private final RequestReader requests;
  private final AnswerReader answers;
  private final Waiting waiting = new Waiting();

  ModelFront(
      Vertx vertx,
      String model,
      FrontSettings settings,
      PredictionCache cache,
      Prefetcher prefetcher,
      EventQueue events,
      InstantSource clock) {
    CacheSettings cached = cache.settings(model);
    this.vertx = vertx;
    this.model = model;
    this.settings = settings;
    this.cache = cached == null ? null : cache;
    this.prefetcher = prefetcher;
    prefetches = prefetcher.covers(model);
    this.events = events;
    this.clock = clock;
    upstream = new Upstream(vertx, settings);
    requests =
        new RequestReader(settings.features(), cached == null ? Map.of() : cached.rounding());
    answers = new AnswerReader(settings);
  }

  /** Answers a request for an inference. */
  void infer(RoutingContext routing, @Nullable String version) {
    long startNanos = System.nanoTime();
    String encoding = routing.request().getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      problem(routing, 415, "Content-Encoding is " + encoding + ": send the body as it is");
      return;
    }
    BoundedBody.read(
        routing.request(),
        settings.maxBody(),
        body -> infer(routing, version, startNanos, body.getBytes()),
        () ->
            problem(
                routing,
                413,
                "the body has more than %d bytes: send less, or raise atalaya.models.%s.front.max-body"
                    .formatted(settings.maxBody(), model)));
  }

  private void infer(
      RoutingContext routing, @Nullable String version, long startNanos, byte[] body) {
    MultiMap headers = routing.request().headers();
    var unused =
        read(
                body.length,
                () ->
                    requests.read(
                        body,
                        jsonLength(headers, body.length),
                        version,
                        headers.get(Headers.SEGMENT)))
            .whenComplete(
                (asked, failure) -> {
                  if (failure == null) {
                    new Exchange(this, routing, version, startNanos, body, asked).serve();
                  } else if (failure instanceof Malformed malformed) {
                    problem(routing, 400, malformed.getMessage());
                  } else {
                    defect(routing.response(), failure);
                  }
                });
  }

  /** Passes a question about the model on: is it ready, what is it like. */
  void pass(RoutingContext routing, @Nullable String version, String rest) {
    UpstreamCall call =
        upstream.call(
            HttpMethod.GET,
            path(version) + rest,
            Headers.toServer(routing.request().headers(), !settings.tokenRequired()),
            Buffer.buffer());
    routing.addEndHandler(ended -> call.abandon());
    var unused =
        call.answer()
            .whenComplete(
                (answer, failure) -> {
                  switch (answer) {
                    case null -> Responses.failure(routing.response(), kind(failure));
                    case UpstreamAnswer.Whole whole -> Responses.whole(routing.response(), whole);
                    case UpstreamAnswer.Large large -> Responses.large(routing.response(), large);
                  }
                });
  }

  /**
   * Asks the server for an answer that no caller waits for.
   *
   * @param headers of the question
   */
  CompletionStage<Loaded> load(
      @Nullable String version, MultiMap headers, byte[] body, @Nullable String segment) {
    return upstream
        .call(HttpMethod.POST, path(version) + "/infer", headers, Buffer.buffer(body))
        .answer()
        .thenCompose(
            answer ->
                switch (answer) {
                  case UpstreamAnswer.Whole whole when whole.status() == 200 ->
                      read(
                          whole.body().length(),
                          () -> ReadAnswer.of(whole, answers).loaded(version, segment));
                  case UpstreamAnswer.Whole other ->
                      CompletableFuture.failedStage(new NotKept(other));
                  case UpstreamAnswer.Large large -> {
                    large.drop();
                    yield CompletableFuture.failedStage(new NotKept(null));
                  }
                });
  }

  /**
   * A caller has asked for an input: it, and what follows it, may be asked for ahead.
   *
   * @param again makes what asks for it again
   */
  void asked(String caller, InputHash input, boolean hit, int bytes, Supplier<Loader> again) {
    if (prefetches && bytes <= MOST_KEPT_BYTES) {
      prefetcher.requested(model, caller, input, hit, again.get());
    }
  }

  /** Whether the model's server says that it is ready. */
  CompletionStage<Boolean> isReady() {
    return upstream
        .call(
            HttpMethod.GET, "/v2/health/ready", MultiMap.caseInsensitiveMultiMap(), Buffer.buffer())
        .answer()
        .handle((answer, failure) -> answer != null && answer.status() == 200);
  }

  private static UpstreamFailure.Kind kind(Throwable failure) {
    return failure instanceof UpstreamFailure known
        ? known.kind()
        : UpstreamFailure.Kind.CONNECTION;
  }

  /** Reads a body at once, or on a worker when it is large. */
  <T> CompletionStage<T> read(int bytes, Callable<T> reading) {
    if (bytes > WORKER_BYTES) {
      return vertx.executeBlocking(reading, false).toCompletionStage();
    }
    try {
      return CompletableFuture.completedStage(reading.call());
    } catch (Exception e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** How many bytes of a body are JSON, as its headers say. */
  static int jsonLength(MultiMap headers, int all) throws Malformed {
    String stated = headers.get(Headers.JSON_LENGTH);
    if (stated == null) {
      return all;
    }
    try {
      return Integer.parseInt(stated.strip());
    } catch (NumberFormatException e) {
      throw new Malformed(Headers.JSON_LENGTH + " is no number of bytes");
    }
  }

  /** The path of the model, or of one version of it, at its server. */
  String path(@Nullable String version) {
    return "/v2/models/"
        + encoded(model)
        + (version == null ? "" : "/versions/" + encoded(version));
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Answers what is no fault of the caller or of the model server: the log has the details. */
  void defect(HttpServerResponse response, Throwable failure) {
    LOG.errorf(failure, "An inference of %s failed", model);
    Responses.problem(response, new Problem(500, "this is a defect of Atalaya: its log says more"));
  }

  private static void problem(RoutingContext routing, int status, @Nullable String detail) {
    Responses.problem(routing.response(), new Problem(status, String.valueOf(detail)));
  }

  Vertx vertx() {
    return vertx;
  }

  String model() {
    return model;
  }

  FrontSettings settings() {
    return settings;
  }

  /** The cache; null when this model's answers are not cached. */
  @Nullable PredictionCache cache() {
    return cache;
  }

  EventQueue events() {
    return events;
  }

  InstantSource clock() {
    return clock;
  }

  Upstream upstream() {
    return upstream;
  }

  AnswerReader answers() {
    return answers;
  }

  Waiting waiting() {
    return waiting;
  }
}
