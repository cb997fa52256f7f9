package io.atalaya.adapter.inference;

import io.atalaya.access.Decision;
import io.atalaya.access.Decision.Denied;
import io.atalaya.access.Decision.Granted;
import io.atalaya.access.Role;
import io.atalaya.cache.PredictionCache;
import io.atalaya.cache.prefetch.Prefetcher;
import io.atalaya.event.EventPublisher;
import io.atalaya.event.PublicationMetrics;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The front for inference at {@code /v2}: the Open Inference Protocol (KServe V2) over HTTP, with
 * the model servers behind it, a cache before them, and an event for every answer.
 */
@Singleton
public class InferenceFront {

  private static final String MODEL = "/v2/models/:model";
  private static final String VERSION = MODEL + "/versions/:version";
  private static final String JSON = "application/json";

  private final Vertx vertx;
  private final Fronts fronts;
  private final EventQueue events;
  private final Map<String, ModelFront> models = new HashMap<>();

  /**
   * @param fronts the models and their servers
   * @param cache where answers are kept of those models that have a cache
   * @param prefetcher hears of what is asked
   * @param publisher where events go
   * @param metrics counts what is not published
   */
  @Inject
  public InferenceFront(
      Vertx vertx,
      Fronts fronts,
      PredictionCache cache,
      Prefetcher prefetcher,
      EventPublisher publisher,
      PublicationMetrics metrics,
      InstantSource clock) {
    this.vertx = vertx;
    this.fronts = fronts;
    events = new EventQueue(fronts.models(), publisher, metrics);
    fronts
        .models()
        .forEach(
            (model, settings) ->
                models.put(
                    model,
                    new ModelFront(vertx, model, settings, cache, prefetcher, events, clock)));
  }

  /** Adds the paths of the protocol; none when no model has a front. */
  public void route(@Observes Router router) {
    if (models.isEmpty()) {
      return;
    }
    router.post(MODEL + "/infer").handler(routing -> infer(routing, null));
    router
        .post(VERSION + "/infer")
        .handler(routing -> infer(routing, routing.pathParam("version")));
    router.get(MODEL).handler(routing -> describe(routing, null));
    router.get(VERSION).handler(routing -> describe(routing, routing.pathParam("version")));
    router.get(MODEL + "/ready").handler(routing -> ready(routing, null));
    router.get(VERSION + "/ready").handler(routing -> ready(routing, routing.pathParam("version")));
    router.get("/v2/health/live").handler(routing -> answer(routing, 200, "{\"live\":true}"));
    router.get("/v2/health/ready").handler(this::ready);
  }

  private void infer(RoutingContext routing, @Nullable String version) {
    admit(routing, front -> front.infer(routing, version));
  }

  private void describe(RoutingContext routing, @Nullable String version) {
    admit(routing, front -> front.pass(routing, version, ""));
  }

  /** A probe shows no token. */
  private void ready(RoutingContext routing, @Nullable String version) {
    ModelFront front = known(routing);
    if (front != null) {
      front.pass(routing, version, "/ready");
    }
  }

  /** Ready is the front when all model servers are. */
  private void ready(RoutingContext routing) {
    AtomicInteger ready = new AtomicInteger();
    CompletableFuture<?>[] asked =
        models.values().stream()
            .map(
                front ->
                    front
                        .isReady()
                        .thenAccept(is -> ready.addAndGet(is ? 1 : 0))
                        .toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    var unused =
        CompletableFuture.allOf(asked)
            .thenRun(
                () -> {
                  boolean all = ready.get() == models.size();
                  answer(routing, all ? 200 : 503, "{\"ready\":" + all + "}");
                });
  }

  private static void answer(RoutingContext routing, int status, String json) {
    if (!Responses.isOver(routing.response())) {
      routing.response().setStatusCode(status).putHeader(Headers.CONTENT_TYPE, JSON).end(json);
    }
  }

  private @Nullable ModelFront known(RoutingContext routing) {
    String model = routing.pathParam("model");
    ModelFront front = models.get(model);
    if (front == null) {
      Responses.problem(
          routing.response(),
          new Problem(
              404,
              "model %s has no front: give atalaya.models.%s.front.upstream, for example http://ovms:8000"
                  .formatted(model, model)));
    }
    return front;
  }

  /** Answers are published as events are: whoever asks for them may do both, or neither. */
  private void admit(RoutingContext routing, Consumer<ModelFront> serve) {
    ModelFront front = known(routing);
    if (front == null) {
      return;
    }
    if (!front.settings().tokenRequired()) {
      serve.accept(front);
      return;
    }
    HttpServerRequest request = routing.request();
    Context context = vertx.getOrCreateContext();
    // The body waits until it is known whose it is.
    request.pause();
    var unused =
        fronts
            .access()
            .decide(Role.WRITE, request.getHeader(Headers.AUTHORIZATION))
            .whenComplete(
                (decision, failure) ->
                    context.runOnContext(
                        ignored -> {
                          if (failure == null) {
                            decided(routing, decision, () -> serve.accept(front));
                          } else {
                            front.defect(routing.response(), failure);
                          }
                          request.resume();
                        }));
  }

  private static void decided(RoutingContext routing, Decision decision, Runnable serve) {
    switch (decision) {
      case Granted ignored -> serve.run();
      case Denied denied ->
          Responses.problem(
              routing.response(), new Problem(status(denied.reason()), denied.detail()));
    }
  }

  private static int status(Decision.Reason reason) {
    return switch (reason) {
      case NO_TOKEN, INVALID_TOKEN -> 401;
      case OFF, FORBIDDEN -> 403;
      case RATE_LIMITED -> 429;
      case UNAVAILABLE -> 503;
    };
  }

  /** Stops publishing. */
  @PreDestroy
  public void close() {
    events.close();
  }
}
