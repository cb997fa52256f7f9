package io.atalaya.adapter.inference;

import io.atalaya.adapter.inference.Answered.Failed;
import io.atalaya.adapter.inference.Answered.Read;
import io.atalaya.adapter.inference.Answered.Result;
import io.atalaya.adapter.inference.Answered.Unread;
import io.atalaya.adapter.inference.UpstreamFailure.Kind;
import io.atalaya.cache.CachedAnswer;
import io.atalaya.cache.Loader;
import io.atalaya.cache.Loader.Loaded;
import io.atalaya.cache.Lookup.Hit;
import io.atalaya.cache.PredictionCache;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One inference request, from its input to its answer and the event of it.
 *
 * <p>It is served on the request's own event loop. A caller who leaves waits no more; the model
 * server is told to stop when nobody does.
 */
final class Exchange {

  /** How often an answer is waited for whose leader left it. */
  private static final int ATTEMPTS = 5;

  /** Where an answer comes from; the wire names are the constants' names in lower case. */
  private enum Source {
    HIT,
    MISS,
    SHARED,
    BYPASS;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final ModelFront front;
  private final RoutingContext routing;
  private final HttpServerResponse response;
  private final Context context;
  private final @Nullable String version;
  private final long startNanos;
  private final byte[] body;
  private final InferenceRequest asked;
  private final String id;

  private @Nullable UpstreamCall call;
  private volatile UpstreamAnswer.@Nullable Large large;
  private volatile @Nullable ReadAnswer loaded;

  /**
   * @param version the version that the path names; null for none
   * @param startNanos when the request came
   */
  Exchange(
      ModelFront front,
      RoutingContext routing,
      @Nullable String version,
      long startNanos,
      byte[] body,
      InferenceRequest asked) {
    this.front = front;
    this.routing = routing;
    this.version = version;
    this.startNanos = startNanos;
    this.body = body;
    this.asked = asked;
    response = routing.response();
    context = front.vertx().getOrCreateContext();
    id = asked.id() == null ? UUID.randomUUID().toString() : asked.id();
  }

  void serve() {
    if (Responses.isOver(response)) {
      return;
    }
    PredictionCache cache = front.cache();
    String directives = String.valueOf(routing.request().getHeader("Cache-Control"));
    if (cache == null || asked.stateful() || isFor(directives, "no-store") || isAuthorized()) {
      ask(Source.BYPASS);
    } else if (isFor(directives, "no-cache")) {
      renew(cache);
    } else {
      front.waiting().join(asked.hash());
      routing.addEndHandler(ended -> front.waiting().leave(asked.hash()));
      find(cache, 1);
    }
  }

  private static boolean isFor(String directives, String directive) {
    return directives.toLowerCase(Locale.ROOT).contains(directive);
  }

  /** Whether the request has a secret for the server: its answer is not for others. */
  private boolean isAuthorized() {
    return !front.settings().tokenRequired()
        && routing.request().headers().contains(Headers.AUTHORIZATION);
  }

  private void find(PredictionCache cache, int attempt) {
    var unused =
        cache
            .find(front.model(), asked.hash(), this::load)
            .whenComplete(
                (hit, failure) ->
                    context.runOnContext(
                        ignored -> {
                          if (failure == null) {
                            found(hit);
                          } else {
                            missed(cache, cause(failure), attempt);
                          }
                        }));
  }

  private CompletionStage<Loaded> load() {
    UpstreamCall begun = question();
    front.waiting().ask(asked.hash(), begun);
    return begun
        .answer()
        .thenCompose(this::parse)
        .thenApply(
            parsed -> {
              loaded = parsed;
              return parsed.loaded(version, asked.segment());
            });
  }

  /** Asks for the same, for anybody and at any time: it holds nothing of this exchange. */
  private Loader again() {
    ModelFront same = front;
    String ofVersion = version;
    MultiMap headers = Headers.toServer(routing.request().headers(), false);
    byte[] question = body;
    String segment = asked.segment();
    return () -> same.load(ofVersion, headers, question, segment);
  }

  private void found(Hit hit) {
    front.asked(
        routing.request().remoteAddress().hostAddress(),
        asked.hash(),
        !hit.level().equals(PredictionCache.MODEL),
        body.length,
        this::again);
    CachedAnswer answer = hit.answer();
    ReadAnswer own = loaded;
    if (hit.level().equals(PredictionCache.MODEL) && own != null) {
      give(own.reply(), Source.MISS, new Read(own.answer()));
      return;
    }
    long age = Math.max(0, front.clock().millis() - answer.timeMillis());
    response.putHeader("Age", Long.toString(TimeUnit.MILLISECONDS.toSeconds(age)));
    Reply reply = Reply.parse(answer.body());
    give(
        reply,
        hit.level().equals(PredictionCache.SHARED) ? Source.SHARED : Source.HIT,
        new Unread(reply, front.answers()));
  }

  private void missed(PredictionCache cache, Throwable failure, int attempt) {
    switch (failure) {
      case NotKept notKept when notKept.answer() != null ->
          pass(notKept.answer(), call == null ? Source.SHARED : Source.MISS);
      case NotKept ignored when large != null -> stream(large);
      case NotKept ignored -> ask(Source.BYPASS);
      case UpstreamFailure gone when gone.kind() == Kind.ABANDONED && attempt < ATTEMPTS -> {
        if (!Responses.isOver(response)) {
          find(cache, attempt + 1);
        }
      }
      case UpstreamFailure none -> fail(none.kind());
      default -> front.defect(response, failure);
    }
  }

  /** Asks the server for this request alone. */
  private void ask(Source source) {
    answered(source, (parsed, stamp) -> {});
  }

  /** Asks the server, and has others find the answer. */
  private void renew(PredictionCache cache) {
    answered(
        Source.MISS,
        (parsed, stamp) -> {
          var unused =
              cache.put(
                  front.model(),
                  asked.hash(),
                  new CachedAnswer(
                      parsed.reply().toBytes(),
                      parsed.answer().confidence(),
                      parsed.version(version),
                      asked.segment(),
                      front.clock().millis(),
                      stamp,
                      Long.MAX_VALUE));
        });
  }

  /** What is done with an answer, and the stamp from before it was asked for. */
  private interface Use {
    void of(ReadAnswer parsed, long stamp);
  }

  private void answered(Source source, Use use) {
    PredictionCache cache = front.cache();
    long stamp = cache == null ? 0 : cache.stamp(front.model());
    UpstreamCall begun = question();
    routing.addEndHandler(ended -> begun.abandon());
    var unused =
        begun
            .answer()
            .thenCompose(this::parse)
            .whenComplete(
                (parsed, failure) ->
                    context.runOnContext(
                        ignored -> {
                          if (failure == null) {
                            use.of(parsed, stamp);
                            give(parsed.reply(), source, new Read(parsed.answer()));
                          } else {
                            unanswered(cause(failure), source);
                          }
                        }));
  }

  private void unanswered(Throwable failure, Source source) {
    switch (failure) {
      case NotKept notKept when notKept.answer() != null -> pass(notKept.answer(), source);
      case NotKept ignored when large != null -> stream(large);
      case UpstreamFailure none -> fail(none.kind());
      default -> front.defect(response, failure);
    }
  }

  private UpstreamCall question() {
    UpstreamCall begun =
        front
            .upstream()
            .call(
                HttpMethod.POST,
                front.path(version) + "/infer",
                Headers.toServer(routing.request().headers(), !front.settings().tokenRequired()),
                Buffer.buffer(body));
    call = begun;
    return begun;
  }

  private CompletionStage<ReadAnswer> parse(UpstreamAnswer answer) {
    return switch (answer) {
      case UpstreamAnswer.Large much -> {
        large = much;
        yield CompletableFuture.failedStage(new NotKept(null));
      }
      case UpstreamAnswer.Whole whole when whole.status() != 200 ->
          CompletableFuture.failedStage(new NotKept(whole));
      case UpstreamAnswer.Whole whole ->
          front.read(whole.body().length(), () -> ReadAnswer.of(whole, front.answers()));
    };
  }

  private void give(Reply reply, Source source, Result result) {
    if (Responses.isOver(response)) {
      return;
    }
    Reply own = reply.withId(id);
    response.putHeader(Headers.CONTENT_TYPE, own.contentType());
    response.putHeader(Headers.CACHE, source.wireName());
    if (own.isBinary()) {
      response.putHeader(Headers.JSON_LENGTH, Integer.toString(own.jsonLength()));
    }
    response.end(Buffer.buffer(own.body()));
    publish(result, source == Source.HIT || source == Source.SHARED);
  }

  private void pass(UpstreamAnswer.Whole answer, Source source) {
    if (Responses.isOver(response)) {
      return;
    }
    response.putHeader(Headers.CACHE, source.wireName());
    Responses.whole(response, answer);
    if (answer.status() >= 500) {
      publish(new Failed("upstream-5xx"), false);
    } else if (answer.status() == 200) {
      publish(new Failed("unreadable"), false);
    }
  }

  private void stream(UpstreamAnswer.Large much) {
    if (Responses.isOver(response)) {
      much.drop();
      return;
    }
    response.putHeader(Headers.CACHE, Source.BYPASS.wireName());
    Responses.large(response, much);
    front.events().unreadable(front.model());
  }

  private void fail(Kind kind) {
    if (!Responses.isOver(response)) {
      Responses.failure(response, kind);
      publish(new Failed(kind.word()), false);
    }
  }

  private void publish(Result result, boolean cached) {
    front
        .events()
        .offer(
            new Answered(
                front.model(),
                asked,
                id,
                version,
                front.clock().millis(),
                (System.nanoTime() - startNanos) / 1e6,
                cached,
                result));
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
